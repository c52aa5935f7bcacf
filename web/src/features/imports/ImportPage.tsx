import { Page } from "../../components/Page";

export default function ImportPage() {
  return <Page title="Import">…</Page>;
}
