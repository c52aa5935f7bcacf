import { Page } from "../../components/Page";

export default function CurrenciesPage() {
  return <Page title="Currencies">…</Page>;
}
