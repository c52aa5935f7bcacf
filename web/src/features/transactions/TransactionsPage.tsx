import { Button, Group, ActionIcon } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { Keyboard, Plus } from "lucide-react";
import { useRef, useState } from "react";
import { Link } from "wouter";

import { useLedger } from "../../api/ledger";
import { Boundary } from "../../components/Boundary";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Empty, Failed, Lines } from "../../components/States";
import { usePreferences } from "../../lib/preferences";
import { transactionWords } from "../../words/transactions";
import { useWords } from "../../words/translated";
import { BulkBar } from "./bulk/BulkBar";
import { Cards } from "./grid/Cards";
import { ConflictDialog } from "./grid/ConflictDialog";
import { draftOf, valuesOf } from "./editor/draft";
import type { EditorPart } from "./editor/Editor";
import { EditorDrawer, type OpenEditor } from "./editor/EditorDrawer";
import { FilterBar } from "./filters/FilterBar";
import { countOf } from "./filters/filters";
import { Grid } from "./grid/Grid";
import type { Transaction } from "./pages";
import "./register.css";
import { RowMenu, type OpenMenu } from "./grid/RowMenu";
import { useSelection } from "./bulk/selection";
import { ShortcutsDialog, usePageKeys } from "./Shortcuts";
import { TotalsBar } from "./TotalsBar";
import { useBulk } from "./bulk/useBulk";
import { useEdits } from "./grid/useEdits";
import { useFilters } from "./filters/useFilters";
import { useRegister } from "./useRegister";

/** Show the register of transactions, with filters, editing in place, and an editor of all fields. */
export default function TransactionsPage() {
  const words = useWords(transactionWords);
  const ledger = useLedger();
  const { locale } = usePreferences();
  const isWide = useMediaQuery("(min-width: 48em)", true, { getInitialValueInEffect: false });
  const state = useFilters();
  const { filters } = state;
  const register = useRegister(filters);
  const edits = useEdits(register);
  const selection = useSelection(register.rows.items);
  const bulk = useBulk(register, selection);
  const searchRef = useRef<HTMLInputElement>(null);
  const [editor, setEditor] = useState<OpenEditor | null>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const [hasHelp, setHelp] = useState(false);

  const openNew = () => setEditor({ id: null, part: "fields", row: null });
  const openRow = (row: Transaction, part: EditorPart = "fields") =>
    setEditor({ id: row.id, part, row });
  const remove = (row: Transaction) => {
    close();
    void edits.remove(row);
  };
  const close = () => {
    setEditor(null);
    state.closeShown();
  };
  usePageKeys({
    ...(ledger.canWrite ? { n: openNew } : {}),
    "/": () => searchRef.current?.focus(),
    "?": () => setHelp(true),
  });
  // An address with the id of a transaction opens it, so that other pages can link to it.
  const linked: OpenEditor | null = state.shown
    ? { id: state.shown, part: "fields", row: null }
    : state.isNew
      ? { id: null, part: "fields", row: null }
      : null;

  const { query, rows } = register;
  const isEmpty = query.data !== undefined && rows.items.length === 0 && !query.hasNextPage;
  const isFiltered = countOf(filters) > 0 || Boolean(filters.q);
  return (
    <Page
      title={words.title}
      actions={
        <Group gap="xs">
          <ActionIcon
            variant="default"
            size={36}
            aria-label={words.shortcuts}
            visibleFrom="sm"
            onClick={() => setHelp(true)}
          >
            <Keyboard size={18} />
          </ActionIcon>
          {ledger.canWrite ? (
            <Button leftSection={<Plus size={16} />} onClick={openNew}>
              {words.add}
            </Button>
          ) : (
            <WhyForbidden />
          )}
        </Group>
      }
    >
      <FilterBar state={state} searchRef={searchRef} />
      <Boundary>
        <div
          className={`register${isWide ? " is-grid" : ""}${query.isPlaceholderData ? " is-former" : ""}`}
        >
          {query.data === undefined ? (
            <div style={{ padding: 12, minHeight: 420, flex: 1, overflow: "hidden" }}>
              {query.error ? (
                <Failed error={query.error} retry={() => void query.refetch()} />
              ) : (
                <Lines count={18} height={32} />
              )}
            </div>
          ) : isEmpty ? (
            <Empty
              text={isFiltered ? words.empty.noMatch : words.empty.none}
              action={
                isFiltered ? (
                  <Button variant="default" onClick={state.clear}>
                    {words.empty.clear}
                  </Button>
                ) : ledger.canWrite ? (
                  <Group>
                    <Button onClick={openNew}>{words.add}</Button>
                    <Button component={Link} href="/import" variant="default">
                      {words.empty.import}
                    </Button>
                  </Group>
                ) : null
              }
            />
          ) : isWide ? (
            <Grid
              register={register}
              edits={edits}
              selection={selection}
              filters={filters}
              sortBy={(sort) => state.change({ sort: sort === "-date" ? undefined : sort })}
              openEditor={openRow}
              remove={remove}
              openMenu={(row, x, y) => setMenu({ row, x, y })}
            />
          ) : (
            <Cards register={register} open={openRow} />
          )}
          <div className="register-foot">
            {selection.rows.length > 0 ? (
              <BulkBar selection={selection} bulk={bulk} />
            ) : (
              <TotalsBar filters={filters} loaded={rows.items.length} />
            )}
          </div>
        </div>
      </Boundary>
      <RowMenu
        opened={menu}
        close={() => setMenu(null)}
        edit={openRow}
        duplicate={(row) => {
          const draft = draftOf(valuesOf(row, locale), ledger, locale);
          void edits.duplicate({ ...draft, date: ledger.today });
        }}
        remove={remove}
        filter={state.change}
      />
      <EditorDrawer
        opened={editor ?? linked}
        close={close}
        remove={remove}
        gone={(id) => {
          register.patch(new Set([id]), () => null);
          close();
        }}
        saved={(row, isNew, goesOn) => {
          if (isNew) register.markStale();
          else register.patch(new Set([row.id]), () => row);
          void register.outdateOthers();
          if (!goesOn) close();
        }}
      />
      <ConflictDialog conflict={edits.conflict} settle={edits.settle} />
      <ShortcutsDialog opened={hasHelp} close={() => setHelp(false)} />
    </Page>
  );
}
