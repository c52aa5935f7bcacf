import { Tabs } from "@mantine/core";
import { useLocation } from "wouter";

import { Card } from "../../components/Card";
import { Deliveries } from "../../components/Deliveries";
import { Page } from "../../components/Page";
import { notificationWords } from "../../words/notifications";
import { useWords } from "../../words/translated";
import { NotificationList } from "./NotificationList";
import { PreferencesForm } from "./PreferencesForm";

const VIEWS = ["list", "preferences", "deliveries"] as const;

/** Show the person's notifications, what they are told of, and what was sent to them. */
export default function NotificationsPage() {
  const words = useWords(notificationWords);
  const [address, go] = useLocation();
  const view = VIEWS.find((one) => address === `/notifications/${one}`) ?? "list";
  return (
    <Page title={words.title}>
      <Tabs
        value={view}
        keepMounted={false}
        maw={900}
        onChange={(value) => go(value === "list" ? "/notifications" : `/notifications/${value}`)}
      >
        <Tabs.List mb="md">
          {VIEWS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {words.views[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="list">
          <NotificationList />
        </Tabs.Panel>
        <Tabs.Panel value="preferences">
          <PreferencesForm />
        </Tabs.Panel>
        <Tabs.Panel value="deliveries">
          <Card title={words.views.deliveries}>
            <Deliveries caption={words.views.deliveries} />
          </Card>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
