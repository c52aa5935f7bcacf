import { Page } from "../../components/Page";

export default function WebhooksPage() {
  return <Page title="Webhooks">…</Page>;
}
