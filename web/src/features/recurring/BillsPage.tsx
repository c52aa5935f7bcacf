import { Page } from "../../components/Page";

export default function BillsPage() {
  return <Page title="Bills">…</Page>;
}
