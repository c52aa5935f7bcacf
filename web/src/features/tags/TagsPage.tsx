import { Page } from "../../components/Page";

export default function TagsPage() {
  return <Page title="Tags">…</Page>;
}
