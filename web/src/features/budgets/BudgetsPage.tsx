import { Page } from "../../components/Page";

export default function BudgetsPage() {
  return <Page title="Budgets">…</Page>;
}
