import { NativeSelect, NavLink, Text } from "@mantine/core";
import { Link, useLocation } from "wouter";

import { reportWords } from "../../words/reports";
import { useWords } from "../../words/translated";
import { GROUPS, GROUP_NAMES, type Kind } from "./kinds";

/** The address of a report; a chosen period is kept. */
function addressOf(kind: Kind, period: string | null): string {
  const query = period === null ? "" : `?period=${encodeURIComponent(period)}`;
  return kind === "overview" ? `/reports${query}` : `/reports/${kind}${query}`;
}

/** Lead to the reports: by links at the side, on narrow screens by a list. */
export function ReportNav({ kind, period }: { kind: Kind; period: string | null }) {
  const words = useWords(reportWords);
  const [, go] = useLocation();
  return (
    <>
      <nav aria-label={words.title} className="report-rail no-print">
        {GROUP_NAMES.map((group) => (
          <div key={group}>
            <Text size="xs" c="dimmed" fw={600} px="xs" pt="xs" pb={2}>
              {words.groups[group]}
            </Text>
            {GROUPS[group].map((one) => (
              <NavLink
                key={one}
                component={Link}
                href={addressOf(one, period)}
                label={words.kinds[one]}
                active={one === kind}
                aria-current={one === kind ? "page" : undefined}
                py={5}
                style={{ borderRadius: 8 }}
              />
            ))}
          </div>
        ))}
      </nav>
      <NativeSelect
        className="report-choice no-print"
        aria-label={words.choose}
        value={kind}
        data={GROUP_NAMES.map((group) => ({
          group: words.groups[group],
          items: GROUPS[group].map((value) => ({ value, label: words.kinds[value] })),
        }))}
        onChange={(event) => {
          const chosen = GROUP_NAMES.flatMap((group): readonly Kind[] => GROUPS[group]).find(
            (one) => one === event.currentTarget.value,
          );
          if (chosen) go(addressOf(chosen, period));
        }}
      />
    </>
  );
}
