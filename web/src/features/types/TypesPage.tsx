import { Page } from "../../components/Page";

export default function TypesPage() {
  return <Page title="Types">…</Page>;
}
