import { translated } from "./translated";

export const soloWords = translated(
  { language: "Language", light: "Light colours", dark: "Dark colours" },
  { language: "Sprache", light: "Helle Farben", dark: "Dunkle Farben" },
);
