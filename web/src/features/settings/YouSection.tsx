import {
  Badge,
  Button,
  Group,
  NativeSelect,
  SegmentedControl,
  Stack,
  Text,
  TextInput,
  useMantineColorScheme,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { useEffect, useState } from "react";
import { Link } from "wouter";

import type { PersonalView } from "../../api/generated";
import type { ApiError } from "../../api/problem";
import { Card } from "../../components/Card";
import { showProblem } from "../../components/forms/problem-form";
import { Failed, Lines, Read } from "../../components/States";
import { localeChoices } from "../../lib/locales";
import {
  LANGUAGES,
  LANGUAGE_NAMES,
  languageOf,
  setPreferences,
  usePreferences,
  type Language,
} from "../../lib/preferences";
import { appWords } from "../../words/app";
import { commonWords } from "../../words/common";
import { settingsWords } from "../../words/settings";
import { useWords } from "../../words/translated";
import { ConflictNote } from "./ConflictNote";
import { useMe, useSaveMe } from "./useSettings";

/** Show and change who the person is, and how pages look for them. */
export function YouSection() {
  const words = useWords(settingsWords);
  const me = useMe();
  return (
    <Stack>
      <Card title={words.you.title}>
        <Read of={me} waiting={<Lines count={4} height={56} />}>
          {(data) => <Profile key={data.uid} me={data} />}
        </Read>
      </Card>
      <ThemeCard />
    </Stack>
  );
}

function Profile({ me }: { me: PersonalView }) {
  const words = useWords(settingsWords);
  const common = useWords(commonWords);
  const { language, locale } = usePreferences();
  const saving = useSaveMe();
  const [error, setError] = useState<ApiError | null>(null);
  const form = useForm({
    initialValues: { display_name: me.display_name ?? "", language, locale },
  });
  const chosen = form.values.language;
  useEffect(() => {
    // An undo changes the name behind the form's back; not a key, which would lose the focus.
    form.setFieldValue("display_name", me.display_name ?? "");
    // The form is a new object at each render.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [me.display_name]);
  const save = async (etag: string) => {
    const { display_name, locale } = form.getValues();
    const failure = await saving.save({ display_name: display_name.trim() || null, locale }, etag);
    if (failure) {
      setError(showProblem(form, failure));
      return;
    }
    setError(null);
    setPreferences({ locale, language: languageOf(locale) ?? chosen });
  };
  const take = (current: PersonalView) => {
    form.setFieldValue("display_name", current.display_name ?? "");
    form.setFieldValue("locale", current.locale);
    saving.forget();
  };
  const changeLanguage = (next: Language) => {
    const region = new Intl.Locale(form.values.locale).region;
    form.setValues({ language: next, locale: region ? `${next}-${region}` : next });
  };
  const { conflict } = saving;
  return (
    <form onSubmit={form.onSubmit(() => void save(me.etag))}>
      <Stack gap="sm">
        <div>
          <Text size="sm" fw={500}>
            {words.you.email}
          </Text>
          {me.email ? (
            <Group gap="xs">
              <Text style={{ overflowWrap: "anywhere" }}>{me.email}</Text>
              {me.email_verified ? (
                <Badge color="teal.9" variant="filled">
                  {words.you.verified}
                </Badge>
              ) : (
                <Button component={Link} href="/verify" size="compact-sm" variant="default">
                  {words.you.verify}
                </Button>
              )}
            </Group>
          ) : (
            <Text c="dimmed">{words.you.visitor}</Text>
          )}
        </div>
        <TextInput
          label={words.you.name}
          description={words.you.nameHint}
          maxLength={100}
          autoComplete="name"
          {...form.getInputProps("display_name")}
        />
        <NativeSelect
          label={words.you.language}
          description={words.you.languageHint}
          data={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={chosen}
          onChange={(event) => changeLanguage(event.currentTarget.value as Language)}
        />
        <NativeSelect
          label={words.you.formats}
          data={localeChoices(chosen, form.values.locale)}
          {...form.getInputProps("locale")}
        />
        {error ? <Failed error={error} /> : null}
        {conflict ? (
          <ConflictNote
            now={[conflict.current.display_name ?? common.none, conflict.current.locale].join(", ")}
            onRepeat={() => void save(conflict.current.etag)}
            onTake={() => take(conflict.current)}
          />
        ) : null}
        <Group>
          <Button type="submit" loading={saving.isSaving}>
            {common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function ThemeCard() {
  const words = useWords(settingsWords);
  const { theme } = useWords(appWords);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Card title={words.you.theme}>
      <Text size="sm" c="dimmed" mb="xs">
        {words.you.themeHint}
      </Text>
      <SegmentedControl
        aria-label={words.you.theme}
        value={colorScheme}
        onChange={(value) => setColorScheme(value === "light" || value === "dark" ? value : "auto")}
        data={(["light", "dark", "auto"] as const).map((value) => ({
          value,
          label: theme[value],
        }))}
      />
    </Card>
  );
}
