import { Page } from "../../components/Page";

export default function ExportPage() {
  return <Page title="Export">…</Page>;
}
