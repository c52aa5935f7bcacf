import { Page } from "../../components/Page";

export default function CategoriesPage() {
  return <Page title="Categories">…</Page>;
}
