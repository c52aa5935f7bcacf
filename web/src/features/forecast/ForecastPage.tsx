import { Page } from "../../components/Page";

export default function ForecastPage() {
  return <Page title="Forecast">…</Page>;
}
