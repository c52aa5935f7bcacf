import { Anchor } from "@mantine/core";
import { Link } from "wouter";

import type { MonthlyReport } from "../../../api/generated";
import { Amount } from "../../../components/Amount";
import { Card } from "../../../components/Card";
import { formatNumber } from "../../../lib/money";
import { usePreferences } from "../../../lib/preferences";
import { commonWords } from "../../../words/common";
import { reportPartWords } from "../../../words/report-parts";
import { reportWords } from "../../../words/reports";
import { useWords } from "../../../words/translated";
import { Breakdown } from "../breakdown/Breakdown";
import { PLAIN } from "../breakdown/breakdown-lines";
import { ReportTable } from "../ReportTable";
import type { Report } from "../useReport";

const MEASURES = ["income", "expenses", "net"] as const;

/** Show the totals of a month by category, kind, tag and custom type. */
export function MonthParts({ report, data }: { report: Report; data: MonthlyReport }) {
  const words = useWords(reportPartWords);
  const { kinds } = useWords(reportWords);
  const common = useWords(commonWords);
  const { columns } = words;
  const { locale } = usePreferences();
  const name = `${data.from}-${data.to}`;
  const link = (text: string, filter: Readonly<Record<string, string>>) => (
    <Anchor component={Link} href={report.transactions(filter)} c="inherit" size="sm">
      {text}
    </Anchor>
  );
  return (
    <>
      {(["EXPENSE", "INCOME"] as const).map((type) => {
        const lines = data.by_category.filter((line) => line.type === type);
        const title = type === "EXPENSE" ? columns.expenses : columns.income;
        return lines.length === 0 ? null : (
          <Breakdown
            key={type}
            report={report}
            title={title}
            column={columns.category}
            more="plain"
            lines={lines.map((line) => ({
              key: line.category_id ?? "unfiled",
              name: line.name ?? common.unfiled,
              color: line.category_id === null ? PLAIN : line.color,
              amount: line.total,
              count: line.transaction_count,
              href: report.transactions(
                line.category_id === null
                  ? { unfiled: "true", type }
                  : { category_id: line.category_id },
              ),
            }))}
          />
        );
      })}
      <Card title={words.overview.byKind}>
        <ReportTable
          label={words.overview.byKind}
          fileName={`kinds-${name}`}
          columns={[
            { title: columns.kind },
            ...MEASURES.map((measure) => ({ title: columns[measure], isNumber: true })),
          ]}
          rows={data.by_kind.map((line) => ({
            key: line.kind,
            cells: [
              words.kinds[line.kind],
              ...MEASURES.map((measure) => <Amount key={measure} value={line[measure]} />),
            ],
            csv: [words.kinds[line.kind], ...MEASURES.map((measure) => line[measure])],
          }))}
        />
      </Card>
      {data.by_tag.length > 0 ? (
        <Card title={kinds.tags}>
          <ReportTable
            label={kinds.tags}
            fileName={`tags-${name}`}
            columns={[
              { title: columns.tag },
              ...MEASURES.map((measure) => ({ title: columns[measure], isNumber: true })),
            ]}
            rows={data.by_tag.map((line) => ({
              key: line.tag,
              cells: [
                link(`#${line.tag}`, { tag: line.tag }),
                ...MEASURES.map((measure) => <Amount key={measure} value={line[measure]} />),
              ],
              csv: [line.tag, ...MEASURES.map((measure) => line[measure])],
            }))}
          />
        </Card>
      ) : null}
      {data.by_custom_type.length > 0 ? (
        <Card title={kinds.types}>
          <ReportTable
            label={kinds.types}
            fileName={`types-${name}`}
            columns={[
              { title: columns.type },
              { title: columns.amount, isNumber: true },
              { title: columns.count, isNumber: true },
            ]}
            rows={data.by_custom_type.map((line) => ({
              key: line.custom_type_id,
              cells: [
                link(line.name, { custom_type_id: line.custom_type_id }),
                <Amount key="total" value={line.total} />,
                formatNumber(line.transaction_count, locale),
              ],
              csv: [line.name, line.total, String(line.transaction_count)],
            }))}
          />
        </Card>
      ) : null}
    </>
  );
}
