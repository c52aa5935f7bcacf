/** The pages of the app, by address. Each is loaded when it is first opened. */
import { lazy, type ComponentType } from "react";

export interface PageRoute {
  readonly path: string;
  readonly page: ComponentType;
  /** `ledger`: signed in, with navigation around it; `own`: a page that stands alone. */
  readonly frame: "ledger" | "own";
}

const LandingPage = lazy(() => import("../features/landing/LandingPage"));
const SignInPage = lazy(() => import("../features/sign-in/SignInPage"));
const SignUpPage = lazy(() => import("../features/sign-in/SignUpPage"));
const ResetPage = lazy(() => import("../features/sign-in/ResetPage"));
const VerifyPage = lazy(() => import("../features/sign-in/VerifyPage"));
const JoinPage = lazy(() => import("../features/workspaces/JoinPage"));
const QuickAddPage = lazy(() => import("../features/quick-add/QuickAddPage"));
const HomePage = lazy(() => import("../features/home/HomePage"));
const TransactionsPage = lazy(() => import("../features/transactions/TransactionsPage"));
const TrashPage = lazy(() => import("../features/transactions/TrashPage"));
const ReportsPage = lazy(() => import("../features/reports/ReportsPage"));
const BudgetsPage = lazy(() => import("../features/budgets/BudgetsPage"));
const BillsPage = lazy(() => import("../features/recurring/BillsPage"));
const GoalsPage = lazy(() => import("../features/goals/GoalsPage"));
const ForecastPage = lazy(() => import("../features/forecast/ForecastPage"));
const AccountsPage = lazy(() => import("../features/accounts/AccountsPage"));
const CategoriesPage = lazy(() => import("../features/categories/CategoriesPage"));
const TypesPage = lazy(() => import("../features/types/TypesPage"));
const RulesPage = lazy(() => import("../features/rules/RulesPage"));
const PayeesPage = lazy(() => import("../features/payees/PayeesPage"));
const TagsPage = lazy(() => import("../features/tags/TagsPage"));
const CurrenciesPage = lazy(() => import("../features/currencies/CurrenciesPage"));
const ImportPage = lazy(() => import("../features/imports/ImportPage"));
const ExportPage = lazy(() => import("../features/exports/ExportPage"));
const WorkspacesPage = lazy(() => import("../features/workspaces/WorkspacesPage"));
const HistoryPage = lazy(() => import("../features/history/HistoryPage"));
const SettingsPage = lazy(() => import("../features/settings/SettingsPage"));
const ErasedPage = lazy(() => import("../features/settings/ErasedPage"));
const NotificationsPage = lazy(() => import("../features/notifications/NotificationsPage"));
const WebhooksPage = lazy(() => import("../features/webhooks/WebhooksPage"));

export const PAGES: readonly PageRoute[] = [
  { path: "/", page: LandingPage, frame: "own" },
  { path: "/sign-in", page: SignInPage, frame: "own" },
  { path: "/sign-up", page: SignUpPage, frame: "own" },
  { path: "/reset", page: ResetPage, frame: "own" },
  { path: "/verify", page: VerifyPage, frame: "own" },
  { path: "/erased", page: ErasedPage, frame: "own" },
  { path: "/join", page: JoinPage, frame: "own" },
  { path: "/add", page: QuickAddPage, frame: "own" },
  { path: "/home", page: HomePage, frame: "ledger" },
  { path: "/transactions", page: TransactionsPage, frame: "ledger" },
  { path: "/transactions/trash", page: TrashPage, frame: "ledger" },
  { path: "/reports", page: ReportsPage, frame: "ledger" },
  { path: "/reports/*", page: ReportsPage, frame: "ledger" },
  { path: "/budgets", page: BudgetsPage, frame: "ledger" },
  { path: "/bills", page: BillsPage, frame: "ledger" },
  { path: "/goals", page: GoalsPage, frame: "ledger" },
  { path: "/forecast", page: ForecastPage, frame: "ledger" },
  { path: "/accounts", page: AccountsPage, frame: "ledger" },
  { path: "/categories", page: CategoriesPage, frame: "ledger" },
  { path: "/types", page: TypesPage, frame: "ledger" },
  { path: "/rules", page: RulesPage, frame: "ledger" },
  { path: "/payees", page: PayeesPage, frame: "ledger" },
  { path: "/tags", page: TagsPage, frame: "ledger" },
  { path: "/currencies", page: CurrenciesPage, frame: "ledger" },
  { path: "/import", page: ImportPage, frame: "ledger" },
  { path: "/import/*", page: ImportPage, frame: "ledger" },
  { path: "/export", page: ExportPage, frame: "ledger" },
  { path: "/workspaces", page: WorkspacesPage, frame: "ledger" },
  { path: "/workspaces/audit", page: HistoryPage, frame: "ledger" },
  { path: "/workspaces/*", page: WorkspacesPage, frame: "ledger" },
  { path: "/history", page: HistoryPage, frame: "ledger" },
  { path: "/settings", page: SettingsPage, frame: "ledger" },
  { path: "/settings/*", page: SettingsPage, frame: "ledger" },
  { path: "/notifications", page: NotificationsPage, frame: "ledger" },
  { path: "/notifications/*", page: NotificationsPage, frame: "ledger" },
  { path: "/webhooks", page: WebhooksPage, frame: "ledger" },
];
