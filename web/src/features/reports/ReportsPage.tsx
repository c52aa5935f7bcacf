import { Button, CopyButton, Stack } from "@mantine/core";
import { Check, Link2, Printer } from "lucide-react";
import { type ComponentType } from "react";
import { Redirect, useLocation } from "wouter";

import { Boundary } from "../../components/Boundary";
import { Page } from "../../components/Page";
import { reportWords } from "../../words/reports";
import { useWords } from "../../words/translated";
import AccountsReport from "./kinds/AccountsReport";
import AveragesReport from "./kinds/AveragesReport";
import CalendarReport from "./kinds/CalendarReport";
import CashFlowReport from "./kinds/CashFlowReport";
import CategoriesReport from "./kinds/CategoriesReport";
import { kindOf, type Kind } from "./kinds";
import MonthReport from "./kinds/MonthReport";
import NetWorthReport from "./kinds/NetWorthReport";
import OverviewReport from "./kinds/OverviewReport";
import PayeesReport from "./kinds/PayeesReport";
import { PeriodBar } from "./periods/PeriodBar";
import { textOf } from "./periods/period";
import "./report.css";
import { ReportNav } from "./ReportNav";
import TagsReport from "./kinds/TagsReport";
import TrendsReport from "./kinds/TrendsReport";
import TypesReport from "./kinds/TypesReport";
import { useReport, type Report } from "./useReport";
import YearsReport from "./kinds/YearsReport";

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
