/** An import before it is booked: the file, what the person has answered, and the latest preview. */
import { useState } from "react";

import {
  previewImport,
  type Ambiguity,
  type LayoutOverrides,
  type PreviewView,
} from "../../../api/generated";
import { useWrite } from "../../../api/queries";
import { configuration } from "../../../lib/configuration";
import { queryText } from "./query-text";

export interface Choices {
  readonly accountId?: string;
  /** Accounts by the currency of rows. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly layout: LayoutOverrides;
  readonly incomeCategoryId?: string;
  readonly expenseCategoryId?: string;
  readonly feeCategoryId?: string;
  readonly joinsExchanges: boolean;
  readonly usesSavedMapping: boolean;
}

export const NO_CHOICES: Choices = {
  accounts: {},
  layout: {},
  joinsExchanges: true,
  usesSavedMapping: true,
};

export interface Draft {
  readonly file: File;
  readonly choices: Choices;
  readonly preview: PreviewView;
  /** All questions that any preview of this file has asked, so that answered ones stay changeable. */
  readonly questions: readonly Ambiguity[];
}

function ask(file: File, choices: Choices) {
  const { accounts, layout } = choices;
  return previewImport({
    baseUrl: configuration.longWorkUrl,
    body: file,
    bodySerializer: null,
    querySerializer: queryText,
    query: {
      file_name: file.name.slice(0, 200),
      use_saved_mapping: choices.usesSavedMapping,
      join_exchanges: choices.joinsExchanges,
      ...(choices.accountId ? { account_id: choices.accountId } : {}),
      ...(choices.incomeCategoryId ? { income_category_id: choices.incomeCategoryId } : {}),
      ...(choices.expenseCategoryId ? { expense_category_id: choices.expenseCategoryId } : {}),
      ...(choices.feeCategoryId ? { fee_category_id: choices.feeCategoryId } : {}),
      ...(Object.keys(accounts).length ? { accounts } : {}),
      ...(Object.keys(layout).length ? { layout } : {}),
    },
  });
}

/** Merge questions by what they are about; those of the latest preview have the latest text. */
export function mergedQuestions(
  before: readonly Ambiguity[],
  now: readonly Ambiguity[],
): readonly Ambiguity[] {
  const codes = new Set(now.map((one) => one.code));
  return [...before.filter((one) => !codes.has(one.code)), ...now].toSorted((a, b) =>
    a.code < b.code ? -1 : a.code > b.code ? 1 : 0,
  );
}

/** Keep the draft of an import; `read` has the server read a file with some choices. */
export function useDraft() {
  const [draft, setDraft] = useState<Draft | null>(null);
  const reading = useWrite(
    ({ file, choices }: { file: File; choices: Choices }) => ask(file, choices),
    {
      outdates: [["imports"]],
      showsError: false,
      onDone: ({ data }, { file, choices }) =>
        setDraft((before) => {
          const asked = before?.file === file ? before.questions : [];
          const questions = mergedQuestions(asked, data.ambiguities);
          return { file, choices, preview: data, questions };
        }),
    },
  );
  return {
    draft,
    reading,
    read: (file: File, choices: Choices = NO_CHOICES) => reading.mutate({ file, choices }),
    forget: () => {
      setDraft(null);
      reading.reset();
    },
  };
}
