import { Button, CopyButton, Stack } from "@mantine/core";
import { Check, Link2, Printer } from "lucide-react";
import { type ComponentType } from "react";
import { Redirect, useLocation } from "wouter";

import { Boundary } from "../../components/Boundary";
import { Page } from "../../components/Page";
import { reportWords } from "../../words/reports";
import { useWords } from "../../words/translated";
import AccountsReport from "./AccountsReport";
import AveragesReport from "./AveragesReport";
import CalendarReport from "./CalendarReport";
import CashFlowReport from "./CashFlowReport";
import CategoriesReport from "./CategoriesReport";
import { kindOf, type Kind } from "./kinds";
import MonthReport from "./MonthReport";
import NetWorthReport from "./NetWorthReport";
import OverviewReport from "./OverviewReport";
import PayeesReport from "./PayeesReport";
import { PeriodBar } from "./PeriodBar";
import { textOf } from "./period";
import "./report.css";
import { ReportNav } from "./ReportNav";
import TagsReport from "./TagsReport";
import TrendsReport from "./TrendsReport";
import TypesReport from "./TypesReport";
import { useReport, type Report } from "./useReport";
import YearsReport from "./YearsReport";

const REPORTS: Readonly<Record<Kind, ComponentType<{ report: Report }>>> = {
  overview: OverviewReport,
  month: MonthReport,
  "cash-flow": CashFlowReport,
  categories: CategoriesReport,
  tags: TagsReport,
  payees: PayeesReport,
  accounts: AccountsReport,
  types: TypesReport,
  trends: TrendsReport,
  "net-worth": NetWorthReport,
  calendar: CalendarReport,
  years: YearsReport,
  averages: AveragesReport,
};

/** Show the report of the address. */
export default function ReportsPage() {
  const [address] = useLocation();
  const kind = kindOf(address);
  return kind ? <Framed kind={kind} /> : <Redirect to="/reports" replace />;
}

function Framed({ kind }: { kind: Kind }) {
  const words = useWords(reportWords);
  const report = useReport(kind);
  const Content = REPORTS[kind];
  const title = words.kinds[kind];
  return (
    <div className="report-frame">
      <ReportNav kind={kind} period={report.value("period")} />
      <Page
        title={title}
        description={report.label}
        actions={
          <>
            <CopyLink report={report} />
            <Button
              variant="default"
              size="xs"
              leftSection={<Printer size={15} />}
              onClick={() => window.print()}
            >
              {words.print}
            </Button>
          </>
        }
      >
        <PeriodBar report={report} />
        <Boundary key={kind}>
          <Stack gap="md">
            <Content report={report} />
          </Stack>
        </Boundary>
      </Page>
    </div>
  );
}

/** Copy the address with the period in it, so that it shows the same next month. */
function CopyLink({ report }: { report: Report }) {
  const words = useWords(reportWords);
  const address = new URL(window.location.href);
  address.searchParams.set("period", textOf(report.period));
  return (
    <CopyButton value={address.href} timeout={2500}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          size="xs"
          leftSection={copied ? <Check size={15} /> : <Link2 size={15} />}
          onClick={copy}
        >
          <span aria-live="polite">{copied ? words.linkCopied : words.copyLink}</span>
        </Button>
      )}
    </CopyButton>
  );
}
