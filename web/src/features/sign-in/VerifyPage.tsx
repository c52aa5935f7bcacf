import { Page } from "../../components/Page";

export default function VerifyPage() {
  return <Page title="Verify">…</Page>;
}
