import { Page } from "../../components/Page";

export default function TrashPage() {
  return <Page title="Trash">…</Page>;
}
