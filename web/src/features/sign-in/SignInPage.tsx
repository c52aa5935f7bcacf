import { Page } from "../../components/Page";

export default function SignInPage() {
  return <Page title="SignIn">…</Page>;
}
