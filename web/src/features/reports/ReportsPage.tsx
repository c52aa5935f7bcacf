import { Page } from "../../components/Page";

export default function ReportsPage() {
  return <Page title="Reports">…</Page>;
}
