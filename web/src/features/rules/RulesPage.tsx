import { Page } from "../../components/Page";

export default function RulesPage() {
  return <Page title="Rules">…</Page>;
}
