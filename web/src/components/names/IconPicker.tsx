import { Input, TextInput } from "@mantine/core";
import { Ban } from "lucide-react";
import { useId } from "react";

import { looksWords } from "../../words/looks";
import { useWords } from "../../words/translated";
import { ICON_OF, ICONS, type IconChoice } from "./icons";
import styles from "./picker.module.css";

export interface IconPickerProps {
  readonly value: string | null;
  readonly onChange: (icon: string | null) => void;
}

const NAMES = Object.keys(ICONS) as IconChoice[];

/** Choose an icon by its name, none, or an emoji. */
export function IconPicker({ value, onChange }: IconPickerProps) {
  const words = useWords(looksWords);
  const name = useId();
  const chosen = value ? ICON_OF[value] : undefined;
  return (
    <Input.Wrapper label={words.icon} labelElement="div">
      <div
        className={`${styles.choices} ${styles.scroll}`}
        role="radiogroup"
        aria-label={words.icon}
      >
        <label className={styles.choice} title={words.noIcon}>
          <input
            type="radio"
            name={name}
            aria-label={words.noIcon}
            checked={value === null}
            onChange={() => onChange(null)}
          />
          <Ban size={16} aria-hidden />
        </label>
        {NAMES.map((one) => {
          const Icon = ICONS[one];
          return (
            <label key={one} className={styles.choice} title={words.icons[one]}>
              <input
                type="radio"
                name={name}
                aria-label={words.icons[one]}
                checked={chosen === Icon}
                onChange={() => onChange(one)}
              />
              <Icon size={18} aria-hidden />
            </label>
          );
        })}
      </div>
      <TextInput
        mt="xs"
        size="xs"
        w={180}
        maxLength={16}
        aria-label={words.emoji}
        placeholder={words.emoji}
        value={value && !chosen ? value : ""}
        onChange={(event) => onChange(event.currentTarget.value.trim() || null)}
      />
    </Input.Wrapper>
  );
}
