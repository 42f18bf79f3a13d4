// Dresses the month or week that the server has drawn: a grid in which a session can be dragged.
// Dragging decides nothing: it opens the form of moving, filled in. On a phone, without this
// script, or where it fails, the drawn calendar and its list stand as they are.
(() => {
  const grid = document.getElementById("grid");
  const drawn = document.getElementById("drawn");
  const hasRoom = window.matchMedia("(min-width: 58rem)").matches;
  if (!grid || !window.FullCalendar || !hasRoom) return;
  const said = grid.dataset;

  const show = (dressed) => {
    grid.hidden = !dressed;
    drawn.hidden = dressed;
  };

  const calendar = new FullCalendar.Calendar(grid, {
    initialView: said.view === "vecka" ? "timeGridWeek" : "dayGridMonth",
    initialDate: said.day,
    // Times come as Stockholm's wall clock and are shown as such, wherever the reader is.
    timeZone: "Europe/Stockholm",
    now: said.now,
    locale: said.lang,
    firstDay: 1,
    weekNumbers: true,
    weekNumberCalculation: "ISO",
    weekText: said.week,
    allDayText: said.allDay,
    headerToolbar: false,
    height: "auto",
    fixedWeekCount: false,
    slotEventOverlap: false,
    slotMinTime: said.first,
    slotMaxTime: said.last,
    nowIndicator: true,
    eventDisplay: "block",
    displayEventTime: false, // the title begins with it, as the drawn calendar writes it
    slotLabelFormat: { hour: "2-digit", minute: "2-digit", hour12: false },
    dayHeaderFormat: said.view === "vecka" ? { weekday: "short", day: "numeric", month: "numeric" } : { weekday: "long" },
    dayMaxEvents: 6,
    // The library says of its link whether it is expanded, which only a button may.
    moreLinkDidMount: (info) => info.el.setAttribute("role", "button"),
    moreLinkText: (number) => `+${number} ${said.more}`,
    moreLinkClick: (info) => {
      window.location.assign(said.dayPage + info.date.toISOString().slice(0, 10) + said.query);
      return true; // neither the popover nor another view
    },
    editable: false,
    eventDurationEditable: false,
    events: said.events,
    eventSourceFailure: () => show(false),
    // A cell is named by all that stands in it, not by its number alone.
    dayCellDidMount: (info) => info.el.removeAttribute("aria-labelledby"),
    eventDidMount: (info) => {
      if (info.event.extendedProps.detail) info.el.title = info.event.extendedProps.detail;
    },
    eventDrop: (info) => {
      const till = encodeURIComponent(info.event.startStr);
      info.revert();
      window.location.assign(`${info.event.extendedProps.move}?till=${till}`);
    },
  });
  show(true);
  calendar.render();
})();
