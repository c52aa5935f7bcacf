import { ColorInput, Input } from "@mantine/core";
import { Ban, Check } from "lucide-react";
import { useId } from "react";

import { looksWords } from "../../words/looks";
import { useWords } from "../../words/translated";
import { COLORS, type ColorChoice } from "./icons";
import styles from "./picker.module.css";

export interface ColorPickerProps {
  readonly value: string | null;
  readonly onChange: (color: string | null) => void;
}

const NAMES = Object.keys(COLORS) as ColorChoice[];

/** Choose a colour by its name, none, or any other. */
export function ColorPicker({ value, onChange }: ColorPickerProps) {
  const words = useWords(looksWords);
  const name = useId();
  const own = value?.toLowerCase() ?? null;
  const isOther = own !== null && !NAMES.some((one) => COLORS[one] === own);
  return (
    <Input.Wrapper label={words.color} labelElement="div" id={`${name}-label`}>
      <div className={styles.choices} role="radiogroup" aria-label={words.color}>
        <label className={styles.choice} title={words.noColor}>
          <input
            type="radio"
            name={name}
            aria-label={words.noColor}
            checked={own === null}
            onChange={() => onChange(null)}
          />
          <Ban size={16} aria-hidden />
        </label>
        {NAMES.map((one) => (
          <label
            key={one}
            className={styles.choice}
            style={{ background: COLORS[one] }}
            title={words.colors[one]}
          >
            <input
              type="radio"
              name={name}
              aria-label={words.colors[one]}
              checked={own === COLORS[one]}
              onChange={() => onChange(COLORS[one])}
            />
            {own === COLORS[one] ? (
              <Check size={18} aria-hidden color={one === "yellow" ? "#000" : "#fff"} />
            ) : null}
          </label>
        ))}
      </div>
      <ColorInput
        mt="xs"
        size="xs"
        w={180}
        aria-label={words.otherColor}
        placeholder={words.otherColor}
        value={isOther ? (value ?? "") : ""}
        onChangeEnd={(color) => {
          if (/^#[0-9a-f]{6}$/i.test(color)) onChange(color);
        }}
        withEyeDropper={false}
      />
    </Input.Wrapper>
  );
}
