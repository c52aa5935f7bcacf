import { useHome } from "../../api/ledger";
import { Amount } from "../../components/Amount";
import { Card } from "../../components/Card";
import { Page } from "../../components/Page";
import { Read } from "../../components/States";

export default function HomePage() {
  const home = useHome();
  return (
    <Page title="Home">
      <Read of={home}>
        {({ summary }) => (
          <Card title="This month">
            <Amount value={summary.net} tone="sign" />
          </Card>
        )}
      </Read>
    </Page>
  );
}
