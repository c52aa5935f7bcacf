import { Page } from "../../components/Page";

export default function QuickAddPage() {
  return <Page title="QuickAdd">…</Page>;
}
