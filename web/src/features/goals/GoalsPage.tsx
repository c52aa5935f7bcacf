import { Page } from "../../components/Page";

export default function GoalsPage() {
  return <Page title="Goals">…</Page>;
}
