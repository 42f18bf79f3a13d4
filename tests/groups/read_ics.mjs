// Reads a calendar with ical.js and prints its events as JSON; the tests compare them with what
// the Python library icalendar reads from the same octets.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(process.argv[2]).href);
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(zone));
}
const text = (component, name) => component.getFirstPropertyValue(name) ?? "";
const moment = (component, name) => {
  const time = component.getFirstPropertyValue(name);
  if (time.isDate) return { day: time.toString() };
  return { wall: time.toString(), zone: time.zone.tzid, utc: time.toJSDate().toISOString() };
};

console.log(JSON.stringify({
  name: text(calendar, "x-wr-calname"),
  events: calendar.getAllSubcomponents("vevent").map((event) => ({
    uid: text(event, "uid"),
    sequence: text(event, "sequence"),
    status: text(event, "status"),
    summary: text(event, "summary"),
    location: text(event, "location"),
    description: text(event, "description"),
    url: text(event, "url"),
    changed: moment(event, "last-modified").utc,
    begins: moment(event, "dtstart"),
    ends: moment(event, "dtend"),
  })),
}));
