import { Page } from "../../components/Page";

export default function ResetPage() {
  return <Page title="Reset">…</Page>;
}
