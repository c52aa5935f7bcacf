import { Button, Group, Indicator, Pill, Popover, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { ListFilter, Search } from "lucide-react";
import { useState, type RefObject } from "react";

import { filterWords } from "../../../words/transaction-filters";
import { useWords } from "../../../words/translated";
import { countOf, type Filters } from "./filters";
import { FilterPanel } from "./FilterPanel";
import { useFilterNames } from "./filter-names";
import type { FilterState } from "./useFilters";

const SORT_NAMES = {
  "-date": "newest",
  date: "oldest",
  "-amount": "largest",
  amount: "smallest",
} as const;

/** Show the search field, the filters that are set, and the panel to set more. */
export function FilterBar({
  state,
  searchRef,
}: {
  state: FilterState;
  searchRef: RefObject<HTMLInputElement | null>;
}) {
  const words = useWords(filterWords);
  const { filters, change, clear } = state;
  const isWide = useMediaQuery("(min-width: 48em)", true);
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState(filters.q ?? "");
  const search = useDebouncedCallback(
    (q: string) => change({ q: q.trim() || undefined }, true),
    250,
  );
  // The address may change otherwise, by a link or by going back; not while somebody types.
  const [seen, setSeen] = useState(filters.q);
  const [isTyping, setIsTyping] = useState(false);
  if (seen !== filters.q) {
    setSeen(filters.q);
    if (!isTyping) setTyped(filters.q ?? "");
  }
  const names = useFilterNames(filters);
  const count = countOf(filters);
  return (
    <search aria-label={words.label}>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          ref={searchRef}
          type="search"
          aria-label={words.search}
          placeholder={words.search}
          leftSection={<Search size={16} aria-hidden />}
          maxLength={200}
          value={typed}
          onFocus={() => setIsTyping(true)}
          onBlur={() => setIsTyping(false)}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value);
          }}
          flex={1}
          miw={0}
        />
        {isWide ? (
          <Select
            aria-label={words.sort}
            w={200}
            allowDeselect={false}
            value={filters.sort ?? "-date"}
            data={(Object.keys(SORT_NAMES) as (keyof typeof SORT_NAMES)[]).map((value) => ({
              value,
              label: words.sorts[SORT_NAMES[value]],
            }))}
            onChange={(value) =>
              change({ sort: value === "-date" ? undefined : (value as Filters["sort"]) })
            }
          />
        ) : null}
        <Popover
          opened={isOpen}
          onChange={setOpen}
          position="bottom-end"
          width={isWide ? 520 : "calc(100vw - 24px)"}
          trapFocus
          returnFocus
          shadow="md"
          withinPortal
        >
          <Indicator label={count} disabled={count === 0} size={16} zIndex={3}>
            <Popover.Target>
              <Button
                variant="default"
                leftSection={<ListFilter size={16} />}
                aria-expanded={isOpen}
                onClick={() => setOpen(!isOpen)}
              >
                {words.filters}
              </Button>
            </Popover.Target>
          </Indicator>
          <Popover.Dropdown aria-label={words.filters}>
            <FilterPanel state={state} withSort={!isWide} close={() => setOpen(false)} />
          </Popover.Dropdown>
        </Popover>
      </Group>
      {names.length > 0 ? (
        <Group gap={6} mt={8}>
          {names.map(({ keys, text }) => (
            <Pill
              key={keys.join()}
              withRemoveButton
              size="md"
              maw="100%"
              onRemove={() => change(Object.fromEntries(keys.map((name) => [name, undefined])))}
              removeButtonProps={{
                "aria-label": words.remove(text),
                tabIndex: 0,
                "aria-hidden": false,
              }}
            >
              {text}
            </Pill>
          ))}
          <Button size="compact-xs" variant="subtle" onClick={clear}>
            {words.clear}
          </Button>
        </Group>
      ) : null}
    </search>
  );
}
