/** The charts of the home page, in one chunk that is loaded after the figures. */
export { Bubbles } from "../../charts/Bubbles";
export { DailyLine } from "../../charts/DailyLine";
export { MonthBars } from "../../charts/MonthBars";
