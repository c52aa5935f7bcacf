import { Page } from "../../components/Page";

export default function TransactionsPage() {
  return <Page title="Transactions">…</Page>;
}
