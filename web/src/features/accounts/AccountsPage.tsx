import { Page } from "../../components/Page";

export default function AccountsPage() {
  return <Page title="Accounts">…</Page>;
}
