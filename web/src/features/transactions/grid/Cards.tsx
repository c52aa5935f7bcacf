import { Skeleton, Text, UnstyledButton } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";

import { formatDay } from "../../../lib/dates";
import { CategoryIcon } from "../../../components/names/CategoryIcon";
import { accountsOf, AmountContent, nameOf, useRowFacts, type RowFacts } from "./RowCells";
import { Marks } from "./Marks";
import type { Transaction } from "../pages";
import type { Register } from "../useRegister";

/** Show the register on phones: a card for each transaction, one press opens it. */
export function Cards({
  register,
  open,
}: {
  register: Register;
  open: (row: Transaction) => void;
}) {
  const facts = useRowFacts();
  const list = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const { items } = register.rows;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = register.query;
  const virtual = useWindowVirtualizer({
    count: items.length + (hasNextPage ? 2 : 0),
    estimateSize: () => 66,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
    scrollMargin: margin,
  });
  const shown = virtual.getVirtualItems();
  const first = shown[0]?.index ?? 0;
  const last = shown.at(-1)?.index ?? 0;
  const { version, refresh } = register;
  useEffect(() => setMargin(list.current?.offsetTop ?? 0), [items.length]);
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= items.length - 30) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage, items.length, last]);
  useEffect(() => {
    void refresh(first, last);
  }, [first, last, refresh, version]);
  return (
    <div
      ref={list}
      role="list"
      aria-label={facts.words.table}
      style={{ position: "relative", height: virtual.getTotalSize() }}
    >
      {shown.map(({ index, key, start }) => {
        const row = items[index];
        return (
          <div
            key={key}
            role="listitem"
            data-index={index}
            ref={virtual.measureElement}
            style={{ position: "absolute", insetInline: 0, top: start - margin }}
          >
            {row ? (
              <Card row={row} facts={facts} open={open} />
            ) : (
              <Skeleton height={56} my={5} mx={12} w="auto" />
            )}
          </div>
        );
      })}
    </div>
  );
}

function Card({
  row,
  facts,
  open,
}: {
  row: Transaction;
  facts: RowFacts;
  open: (row: Transaction) => void;
}) {
  const { ledger, locale, words, common } = facts;
  const category = ledger.category(row.category_id ?? row.splits[0]?.category_id);
  const [from, to] = accountsOf(row, ledger);
  const what =
    row.type === "TRANSFER"
      ? words.accounts(from, to ?? "")
      : row.splits.length > 0
        ? words.splitOf(row.splits.length)
        : (category?.name ?? common.unfiled);
  return (
    <UnstyledButton className="transaction-card" onClick={() => open(row)}>
      <CategoryIcon
        size={32}
        color={category?.color}
        icon={row.type === "TRANSFER" ? "bank" : category?.icon}
      />
      <span style={{ minWidth: 0, display: "grid" }}>
        <Text span size="sm" fw={550} className="cut">
          {nameOf(row, words)}
        </Text>
        <Text span size="xs" c="dimmed" className="cut">
          {what} ·{" "}
          {formatDay(row.date, locale, { day: "numeric", month: "short", year: "numeric" })}
        </Text>
      </span>
      <span style={{ display: "grid", justifyItems: "end", gap: 2, fontSize: 14 }}>
        <AmountContent row={row} facts={facts} />
        <Marks row={row} size={12} />
      </span>
    </UnstyledButton>
  );
}
