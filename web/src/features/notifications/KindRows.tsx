import { NativeSelect, Text } from "@mantine/core";
import { Lock } from "lucide-react";

import type { KindSchedules, NotificationKind, Schedule, SchedulesView } from "../../api/generated";
import { notificationWords } from "../../words/notifications";
import { useWords } from "../../words/translated";

export const GROUPS: readonly {
  readonly name: "data" | "bills" | "budgets" | "goals" | "people";
  readonly kinds: readonly NotificationKind[];
}[] = [
  {
    name: "bills",
    kinds: [
      "RECURRING_DUE",
      "RECURRING_APPROVAL",
      "RECURRING_COMING",
      "RECURRING_BOOKED",
      "RECURRING_MISSED",
      "RECURRING_PRICE_CHANGED",
      "RECURRING_FOUND",
    ],
  },
  { name: "budgets", kinds: ["BUDGET_THRESHOLD", "BUDGET_PACE", "BUDGET_UNBUDGETED"] },
  {
    name: "goals",
    kinds: ["LOW_BALANCE", "LOW_BALANCE_AHEAD", "GOAL_MILESTONE", "GOAL_BEHIND", "GOAL_SHORTFALL"],
  },
  { name: "data", kinds: ["IMPORT_DONE", "IMPORT_FAILED", "MONTH_DIFFERENCE"] },
  {
    name: "people",
    kinds: [
      "INVITATION_RECEIVED",
      "MEMBER_ADDED",
      "MEMBER_CHANGED",
      "MEMBER_REMOVED",
      "NEW_SIGN_IN",
      "WEBHOOK_OFF",
    ],
  },
];

const CHANNELS = ["in_app", "email", "webhook"] as const;
const SCHEDULES: readonly Schedule[] = ["INSTANT", "DAILY", "WEEKLY", "OFF"];

export interface KindRowsProps {
  readonly schedules: readonly SchedulesView[];
  readonly onChange: (change: KindSchedules) => void;
}

/** Show kinds of notifications, each with a choice for each channel. */
export function KindRows({ schedules, onChange }: KindRowsProps) {
  const words = useWords(notificationWords);
  return (
    <div className="kinds">
      <div className="kinds-head" aria-hidden>
        <span />
        {CHANNELS.map((channel) => (
          <span key={channel}>{words.channels[channel]}</span>
        ))}
      </div>
      {schedules.map((one) => (
        <div key={one.kind} className="kinds-row" role="group" aria-label={words.kinds[one.kind]}>
          <div className="kinds-name">
            {words.kinds[one.kind]}
            {one.is_fixed ? (
              <Text size="xs" c="dimmed">
                <Lock size={12} aria-hidden /> {words.fixed}
              </Text>
            ) : null}
          </div>
          {CHANNELS.map((channel) => (
            <div key={channel}>
              <span className="kinds-channel" aria-hidden>
                {words.channels[channel]}
              </span>
              <NativeSelect
                size="xs"
                aria-label={`${words.channels[channel]}: ${words.kinds[one.kind]}`}
                disabled={one.is_fixed && channel !== "webhook"}
                value={one[channel]}
                data={(channel === "in_app" ? (["INSTANT", "OFF"] as const) : SCHEDULES).map(
                  (value) => ({
                    value,
                    label:
                      channel === "in_app" && value === "INSTANT"
                        ? words.on
                        : words.schedules[value],
                  }),
                )}
                onChange={(event) => {
                  const value = SCHEDULES.find((each) => each === event.currentTarget.value);
                  if (value) onChange({ kind: one.kind, [channel]: value });
                }}
              />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
