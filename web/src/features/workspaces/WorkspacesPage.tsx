import { Page } from "../../components/Page";

export default function WorkspacesPage() {
  return <Page title="Workspaces">…</Page>;
}
