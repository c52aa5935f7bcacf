import { Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import { useState } from "react";

import { ask } from "../../api/client";
import { listChanges, type Entity } from "../../api/generated";
import { useLedger } from "../../api/ledger";
import { useLedgerKey } from "../../api/queries";
import { useSession } from "../../api/people/session";
import { Card } from "../../components/Card";
import { WhyForbidden } from "../../components/Forbidden";
import { Page } from "../../components/Page";
import { Empty, Failed, Lines } from "../../components/States";
import { utc } from "../../lib/dates";
import { usePreferences } from "../../lib/preferences";
import { changeWords } from "../../words/changes";
import { commonWords } from "../../words/common";
import { historyWords } from "../../words/history";
import { useWords } from "../../words/translated";
import { Change } from "./Change";
import { groupsOf, type Group as ChangeGroup } from "./described";
import { useMembers } from "./useMembers";

const OF_ADMINS: readonly Entity[] = [
  "BUDGET",
  "GOAL",
  "SETTINGS",
  "PROFILE",
  "WEBHOOK",
  "WORKSPACE",
  "MEMBER",
  "INVITATION",
];
const OF_ALL: readonly Entity[] = [
  "TRANSACTION",
  "ACCOUNT",
  "CATEGORY",
  "CUSTOM_TYPE",
  "RULES",
  "RECURRING",
  "OCCURRENCE",
  "OWN_RATE",
];

export default function HistoryPage() {
  const words = useWords(historyWords);
  const { kinds } = useWords(changeWords);
  const common = useWords(commonWords);
  const { role, isAdmin } = useLedger();
  const { workspaceId } = useSession();
  const { nameOf, members, workspaceName } = useMembers();
  const ledger = useLedgerKey();
  const [entity, setEntity] = useState<Entity | null>(null);
  const [actor, setActor] = useState("");
  const query = useInfiniteQuery({
    queryKey: [...ledger, "changes", entity, actor],
    queryFn: ({ pageParam, signal }) =>
      ask(
        listChanges({
          query: {
            limit: 50,
            ...(entity ? { entity } : {}),
            ...(actor ? { actor } : {}),
            ...(pageParam ? { cursor: pageParam } : {}),
          },
          signal,
        }),
      ),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    enabled: role !== "VIEWER",
  });
  const entities = isAdmin
    ? [...OF_ALL, ...OF_ADMINS.filter((one) => workspaceId !== null || !isOfWorkspace(one))]
    : OF_ALL;
  const groups = groupsOf(query.data?.pages.flatMap((page) => page.items) ?? []);
  const isFiltered = entity !== null || actor !== "";
  return (
    <Page
      title={workspaceName ? words.ofWorkspace(workspaceName) : words.title}
      description={words.description}
    >
      {role === "VIEWER" ? (
        <Card>
          <WhyForbidden />
        </Card>
      ) : (
        <Card>
          <Stack gap="sm">
            <Group gap="xs">
              <NativeSelect
                label={words.kind}
                data={[
                  { value: "", label: words.allKinds },
                  ...entities.map((value) => ({ value, label: kinds[value] })),
                ]}
                value={entity ?? ""}
                onChange={({ target }) =>
                  setEntity(entities.find((one) => one === target.value) ?? null)
                }
              />
              {members.length > 1 && isAdmin ? (
                <NativeSelect
                  label={words.person}
                  data={[
                    { value: "", label: words.everybody },
                    ...members.map((one) => ({ value: one.uid, label: nameOf(one.uid) })),
                  ]}
                  value={actor}
                  onChange={({ target }) => setActor(target.value)}
                />
              ) : null}
            </Group>
            {query.data ? (
              groups.length === 0 && !query.hasNextPage ? (
                <Empty
                  text={isFiltered ? words.emptyFiltered : words.empty}
                  icon={<History size={36} />}
                />
              ) : (
                <Days groups={groups} />
              )
            ) : query.error ? (
              <Failed error={query.error} retry={() => void query.refetch()} />
            ) : (
              <Lines count={8} height={44} />
            )}
            {query.hasNextPage ? (
              <Group justify="center">
                {query.data?.pages.at(-1)?.is_partial ? (
                  <Text size="sm" c="dimmed">
                    {words.partial}
                  </Text>
                ) : null}
                <Button
                  variant="default"
                  loading={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  {common.more}
                </Button>
              </Group>
            ) : null}
          </Stack>
        </Card>
      )}
    </Page>
  );
}

function isOfWorkspace(entity: Entity): boolean {
  return entity === "WORKSPACE" || entity === "MEMBER" || entity === "INVITATION";
}

function Days({ groups }: { groups: readonly ChangeGroup[] }) {
  const { locale } = usePreferences();
  const zoned = new Intl.DateTimeFormat("sv", { dateStyle: "short" });
  const shown = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" });
  const days = new Map<string, ChangeGroup[]>();
  for (const group of groups) {
    const day = zoned.format(new Date(group.first.at));
    days.set(day, [...(days.get(day) ?? []), group]);
  }
  return (
    <Stack gap="md">
      {[...days].map(([day, ofDay]) => (
        <section key={day}>
          <Text component="h2" size="sm" fw={600} c="dimmed" m={0} pb={4}>
            {shown.format(utc(day))}
          </Text>
          <Stack gap={0} component="ul" m={0} p={0} style={{ listStyle: "none" }}>
            {ofDay.map((group) => (
              <Change key={group.first.id} group={group} />
            ))}
          </Stack>
        </section>
      ))}
    </Stack>
  );
}
