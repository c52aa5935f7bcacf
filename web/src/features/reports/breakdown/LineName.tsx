import { Anchor, Group, Text } from "@mantine/core";
import { Link } from "wouter";

import { textOn } from "../../../charts/palette";

/** Name a line of a breakdown, with the number and colour that it has in the chart. */
export function LineName({
  name,
  href,
  number,
  color,
}: {
  name: string;
  href?: string | undefined;
  number: number;
  color: string;
}) {
  return (
    <Group gap={8} wrap="nowrap">
      <span
        aria-hidden
        style={{
          flex: "none",
          minWidth: 22,
          padding: "0 3px",
          textAlign: "center",
          borderRadius: 6,
          fontSize: 12,
          fontWeight: 700,
          lineHeight: "20px",
          background: color,
          color: textOn(color),
        }}
      >
        {number}
      </span>
      {href ? (
        <Anchor
          component={Link}
          href={href}
          c="inherit"
          size="sm"
          lineClamp={2}
          className="report-name"
        >
          {name}
        </Anchor>
      ) : (
        <Text size="sm" lineClamp={2} className="report-name">
          {name}
        </Text>
      )}
    </Group>
  );
}
