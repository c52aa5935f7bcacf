import { plural, translated } from "./translated";

export const homeChartWords = translated(
  {
    bubbles: {
      title: "Where the money went",
      titleIncome: "Where the money came from",
      choice: "What is shown",
      EXPENSE: "Expenses",
      INCOME: "Income",
      label: (what: string, month: string, count: number) =>
        `${what} of ${month} in ${plural(count, "category", "categories")}; areas are amounts`,
      emptyEXPENSE: "No expenses in this month.",
      emptyINCOME: "No income in this month.",
      share: (share: string) => `${share} of all`,
      more: (amount: string, month: string) => `${amount} more than in ${month}`,
      less: (amount: string, month: string) => `${amount} less than in ${month}`,
      same: (month: string) => `as much as in ${month}`,
      fresh: (month: string) => `nothing in ${month}`,
      others: (count: number) => plural(count, "more category", "more categories"),
      category: "Category",
      amount: "Amount",
      shareTitle: "Share",
      previous: "Month before",
    },
    months: {
      title: "Income and expenses",
      label: (from: string, to: string) => `Income and expenses by month, ${from} to ${to}`,
      month: "Month",
      net: "Left over",
    },
    daily: {
      title: "Spending day by day",
      label: (month: string, before: string) =>
        `Expenses of ${month}, added up day by day, beside ${before}`,
      today: "Today",
      day: "Day",
      empty: "Nothing was spent in this month or the one before.",
      toDate: (amount: string) => `${amount} until today`,
      whole: (amount: string) => `${amount} in the month`,
      more: (amount: string, month: string) => `${amount} more than in ${month} by the same day`,
      less: (amount: string, month: string) => `${amount} less than in ${month} by the same day`,
      same: (month: string) => `as much as in ${month} by the same day`,
    },
  },
  {
    bubbles: {
      title: "Wohin das Geld ging",
      titleIncome: "Woher das Geld kam",
      choice: "Was gezeigt wird",
      EXPENSE: "Ausgaben",
      INCOME: "Einnahmen",
      label: (what: string, month: string, count: number) =>
        `${what} im ${month} in ${plural(count, "Kategorie", "Kategorien")}; Flächen sind Beträge`,
      emptyEXPENSE: "Keine Ausgaben in diesem Monat.",
      emptyINCOME: "Keine Einnahmen in diesem Monat.",
      share: (share: string) => `${share} von allem`,
      more: (amount: string, month: string) => `${amount} mehr als im ${month}`,
      less: (amount: string, month: string) => `${amount} weniger als im ${month}`,
      same: (month: string) => `so viel wie im ${month}`,
      fresh: (month: string) => `nichts im ${month}`,
      others: (count: number) => plural(count, "weitere Kategorie", "weitere Kategorien"),
      category: "Kategorie",
      amount: "Betrag",
      shareTitle: "Anteil",
      previous: "Monat davor",
    },
    months: {
      title: "Einnahmen und Ausgaben",
      label: (from: string, to: string) => `Einnahmen und Ausgaben nach Monaten, ${from} bis ${to}`,
      month: "Monat",
      net: "Übrig",
    },
    daily: {
      title: "Ausgaben Tag für Tag",
      label: (month: string, before: string) =>
        `Ausgaben im ${month}, Tag für Tag zusammengezählt, neben ${before}`,
      today: "Heute",
      day: "Tag",
      empty: "In diesem Monat und dem davor wurde nichts ausgegeben.",
      toDate: (amount: string) => `${amount} bis heute`,
      whole: (amount: string) => `${amount} im Monat`,
      more: (amount: string, month: string) => `${amount} mehr als im ${month} bis zum selben Tag`,
      less: (amount: string, month: string) =>
        `${amount} weniger als im ${month} bis zum selben Tag`,
      same: (month: string) => `so viel wie im ${month} bis zum selben Tag`,
    },
  },
);
