import { Page } from "../../components/Page";

export default function PayeesPage() {
  return <Page title="Payees">…</Page>;
}
