// The words of the panel beside an editor, in German, as editors speak it.
import type { EditorStrings } from './english-editor.ts';

const count = (n: number, one: string, many: string): string => `${n.toLocaleString('de')} ${n === 1 ? one : many}`;
const frames = (n: number): string => count(n, 'Bild', 'Bilder');
const clips = (n: number): string => count(n, 'Clip', 'Clips');

export const editor: EditorStrings = {
  pages: { label: 'Teile des Panels', clips: 'Clips', results: 'Ergebnisse', settings: 'Einstellungen', check: 'Selbsttest' },
  line: {
    searching: 'FrameWright wird gesucht…', connecting: 'Verbindung wird aufgebaut…', waiting: 'Die Verbindung ist abgerissen. Aufträge laufen weiter; neuer Versuch…', now: 'Jetzt versuchen',
    absent: 'FrameWright läuft nicht', absentWhy: 'Es erledigt die Arbeit auf diesem Rechner, außerhalb des Schnittprogramms.', start: 'FrameWright starten', starting: 'Wird gestartet…', noStart: 'Starten Sie es in einem Terminal:', startCommand: 'framewright start',
    unpaired: 'Dieses Panel koppeln', unpairedWhy: 'Tippen Sie die sechs Ziffern ein, die FrameWright zeigt: im Dashboard unter Einstellungen oder in einem Terminal:', pairCommand: 'framewright pair', code: 'Kopplungscode', pair: 'Koppeln', pairing: 'Wird gekoppelt…', codeWrong: 'Sechs Ziffern',
    refused: 'FrameWright lässt dieses Panel nicht herein',
  },
  empty: {
    select: 'Wählen Sie einen Clip in der Timeline', selectWhy: 'Er erscheint sofort hier. Mehrere ausgewählte werden zusammen restauriert.',
    playhead: 'Stellen Sie den Abspielkopf auf einen Clip', playheadWhy: 'Dieses Schnittprogramm verrät die Auswahl nicht, deshalb folgt das Panel dem Clip unter dem Abspielkopf.',
    choose: 'Wählen Sie eine Datei', chooseWhy: 'Was hier gewählt ist, wird wie ein Clip restauriert.', noProject: 'Kein Projekt ist geöffnet', noSequence: 'Keine Sequenz ist geöffnet', noSequenceWhy: 'Öffnen Sie eine und wählen Sie darin einen Clip.', add: 'Datei hinzufügen…',
  },
  card: {
    of: (name) => `Clip ${name}`, track: (name) => `Spur ${name}`, from: (start, end) => `${start} bis ${end}`, rate: (rate) => `${rate.replace('.', ',')} fps`, size: (width, height) => `${width} × ${height}`, length: frames, speed: (percent) => `${percent} % Tempo`, reversed: 'rückwärts', offline: 'Offline', disabled: 'Deaktiviert', effects: (n) => count(n, 'Effekt', 'Effekte'),
    looking: 'Der Clip wird analysiert…', fine: 'Keine Auffälligkeiten', restore: 'Restaurieren', extend: 'Verlängern…', menu: 'Mehr', actions: (name) => `Was mit ${name} geht`, cancel: 'Abbrechen', retry: 'Erneut versuchen', place: 'Platzieren', revert: 'Zum Original', dismiss: 'Ausblenden', restoreAll: (n) => `${clips(n)} restaurieren`, sending: 'Wird gesendet…', drag: 'Ergebnis in die Timeline ziehen', unnamed: 'Clip ohne Namen',
    overall: (share, all) => `${share} % von ${clips(all)}`, overallLabel: 'Alle Clips zusammen', progress: (name) => `Fortschritt von ${name}`, left: (time) => `noch ${time}`, copied: 'Kopiert',
  },
  states: { sent: 'In der Warteschlange', ready: 'Ergebnis wartet', placed: 'In der Sequenz', binned: 'In der Ablage', reverted: 'Zurückgenommen', failed: 'Fehlgeschlagen' },
  busy: { sending: 'Wird gesendet…', placing: 'Wird platziert…', reverting: 'Wird zurückgenommen…', relinking: 'Wird neu verknüpft…', asking: 'Wird gefragt…', rendering: 'Das Schnittprogramm rendert…', trimming: 'Wird getrimmt…', finding: 'Wird gesucht…' },
  menu: {
    restore: 'Restaurieren', restoreWith: 'Restaurieren mit…', again: 'Erneut restaurieren mit…', last: 'Wie zuletzt', marked: 'Zwischen In und Out restaurieren', extend: 'Verlängern…', preview: 'Vorschau', compare: 'Vergleichen', reveal: 'In der Timeline zeigen', openFolder: 'Datei zeigen', revert: 'Zurück zum Original', relink: 'Neu verknüpfen…', cancel: 'Abbrechen', place: 'Jetzt platzieren', placeAgain: 'Erneut platzieren', bin: 'Nur in die Ablage', check: 'Selbsttest', settings: 'Einstellungen', openPanel: 'Ergebnisse', quality: 'Qualität', selected: (n) => `${n === 1 ? 'Den Clip' : clips(n)} restaurieren`,
  },
  settings: {
    title: 'Restaurierung', project: (name) => `Gemerkt für ${name}`, last: 'Wie zuletzt', place: 'Wohin Ergebnisse kommen', keepLook: 'Größere Ergebnisse behalten ihre Größe im Bild', keepLookWhy: 'Ein hochskaliertes Ergebnis wird so verkleinert, dass es das Bild wie der Clip füllt. Ausgeschaltet erscheint es in eigener Größe.', deliveryUsual: 'ProRes 422 HQ, mit Alpha 4444', advanced: 'Jeder Schritt', panel: 'Dieses Panel', handles: 'Handles', handlesWhy: 'Bilder der Quelle, die an beiden Enden des Ergebnisses bleiben, damit sich seine Kanten trimmen lassen.', language: 'Sprache', languageAuto: 'Wie das Schnittprogramm', more: 'Weiteres',
    places: {
      'track-above': 'Neue Spur darüber', replace: 'Clip ersetzen', append: 'Hinter den Clip', prepend: 'Vor den Clip', take: 'Als Take des Clips', swap: 'Medium austauschen', bin: 'Nur in die Ablage',
    },
    placesWhy: {
      'track-above': 'Auf eine freie Spur darüber, gleicher Anfang, gleiche Länge. Das Original bleibt unberührt darunter.', replace: 'Überschreibt den Clip auf seiner eigenen Spur.', append: 'In die Lücke dahinter.', prepend: 'In die Lücke davor.',
      take: 'Der Clip behält Platz, Effekte und Farbkorrektur; das Original bleibt als erster Take.', swap: 'Der Clip behält seine Effekte; jede Verwendung dieses Mediums im Projekt zeigt das Ergebnis.', bin: 'Wird in die Ablage „FrameWright“ importiert; keine Sequenz ändert sich.',
    },
    effectsBelow: 'Effekte und Farbkorrektur bleiben auf dem unteren Clip: Das Ergebnis darüber hat sie nicht. Um sie zu behalten, wählen Sie einen Take oder den Austausch des Mediums, wo das Schnittprogramm das anbietet.', undo: { 'one-step': 'Ein Rückgängig nimmt es zurück.', 'each-call': 'Rückgängig geht Schritt für Schritt; „Zurück zum Original“ nimmt alles auf einmal zurück.', none: 'Dieses Schnittprogramm kann es nicht rückgängig machen; nehmen Sie „Zurück zum Original“.' },
  },
  timeline: {
    title: 'Verlängern', start: 'Anfang', end: 'Ende', startEdge: 'Anfang des Clips', endEdge: 'Ende des Clips', label: 'Clip, unbenutzte Handles und Lücken ringsum', clip: 'Material', handle: 'Handle', made: 'Neu', playhead: 'Abspielkopf', marks: 'In und Out', typed: (edge) => `${edge}, Bilder`,
    valueText: (n) => (n === 0 ? 'unverändert' : n > 0 ? `${frames(n)} länger` : `${frames(-n)} kürzer`),
    trimOnly: (n, left) => `Nur trimmen: ${frames(n)} aus dem Handle, ${left} ${left === 1 ? 'bleibt' : 'bleiben'} übrig.`, willMake: (n) => (n === 1 ? '1 Bild wird erzeugt.' : `${frames(n)} werden erzeugt.`), willMakeToo: (handle, n) => `${frames(handle)} aus dem Handle, ${n === 1 ? '1 Bild wird' : `${frames(n)} werden`} erzeugt.`, shorten: (n) => `Nur trimmen: ${frames(n)} kürzer.`, nothing: 'Ziehen Sie eine Kante, tippen Sie Bilder ein oder wählen Sie ein Ziel.', handleLeft: (n) => `${frames(n)} Handle`, noHandle: 'kein Handle', handleUnknown: 'Handle unbekannt',
    fillGap: (n) => `Lücke füllen (${n})`, toPlayhead: 'Bis zum Abspielkopf', toIn: 'Bis In', toOut: 'Bis Out', apply: 'Verlängern', trim: 'Trimmen', reset: 'Zurücksetzen', reached: 'Der Trimm hat das Ende des Mediums erreicht. Von hier aus verlängern:', tooFar: 'Ein anderer Clip ist im Weg', noTrim: 'Dieses Schnittprogramm lässt sich nicht trimmen; ziehen Sie die Kante in seiner Timeline.', unknown: 'Dieses Schnittprogramm verrät zu wenig über den Clip, um ihn zu verlängern.', target: (edge) => `Ziele: ${edge}`, method: { before: 'Das erste Bild steht. Verfahren, die neue Bewegung erzeugen, kommen später.', after: 'Das letzte Bild steht. Verfahren, die neue Bewegung erzeugen, kommen später.' },
  },
  results: {
    title: 'Ergebnisse dieses Projekts', none: 'Hier wurde noch nichts restauriert', noneWhy: 'Ergebnisse werden mit dem Projekt gemerkt: Sie lassen sich platzieren, vergleichen und zurücknehmen, auch nachdem es geschlossen und wieder geöffnet wurde.', waiting: (n) => (n === 1 ? 'Ein Ergebnis wartet auf seinen Platz' : `${n} Ergebnisse warten auf ihren Platz`), placeAll: 'Alle platzieren', placeOne: 'Platzieren', of: (name) => `Ergebnis für ${name}`, clear: 'Beendete vergessen', made: (time) => `Erstellt ${time}`,
    forget: 'Vergessen',
    relinkTitle: 'Wo liegt das Ergebnis jetzt?', relinkPath: 'Pfad des Ergebnisses', relink: 'Neu verknüpfen', on: (track) => `auf V${track}`,
  },
  preview: { title: (name) => `Vorschau: ${name}`, compareTitle: (name) => `Vergleich: ${name}`, extend: (name) => `Verlängern: ${name}`, use: 'Damit restaurieren', usual: 'Wie üblich', withTitle: (name) => `Restaurieren mit: ${name}` },
  check: {
    title: 'Selbsttest', why: 'Prüft, ob Schnittprogramm, Verbindung und FrameWright tun, was das Panel braucht, und platziert und entfernt einen Clip in einer Hilfssequenz.', run: 'Prüfen', running: 'Wird geprüft…', copy: 'Bericht kopieren', copied: 'Kopiert', good: 'in Ordnung', bad: 'fehlgeschlagen', unknown: 'nicht feststellbar', report: 'Bericht', host: 'Schnittprogramm', line: 'Verbindung', all: (n) => `Alle ${n} Prüfungen sind in Ordnung.`, some: (n) => (n === 1 ? 'Eine Prüfung ist fehlgeschlagen.' : `${n} Prüfungen sind fehlgeschlagen.`),
    names: {
      host: 'Schnittprogramm und Version', engine: 'Laufzeit des Panels', line: 'Verbindung zu FrameWright', hello: 'Begrüßung und Version', loopback: 'Antwort auf diesem Rechner', events: 'Ereignisse kommen an', project: 'Ein Projekt ist geöffnet', sequence: 'Eine Sequenz ist geöffnet', selection: 'Auswahl', notes: 'Notizen im Projekt', scratch: 'Platzieren und Entfernen in einer Hilfssequenz', permissions: 'Berechtigungen', api: 'Teile der Schnittstelle', import: 'Import in eine Ablage', place: 'Platzieren geht', remove: 'Entfernen', render: 'Rendern eines Bereichs', network: 'Netzwerkberechtigung', storage: 'Sichere Ablage', clipboard: 'Zwischenablage', undo: 'Rückgängig', tracks: 'Spuren hinzufügen', program: 'Das Programm neben dem Panel',
    },
  },
  refusals: {
    offline: 'Das Medium ist offline.', nested: 'Das ist eine verschachtelte Sequenz.', multicam: 'Das ist ein Multikamera-Clip.', adjustment: 'Das ist eine Einstellungsebene: Sie enthält kein Bild.', title: 'Das ist ein Titel, den das Schnittprogramm zeichnet.', generator: 'Das zeichnet das Schnittprogramm.', still: 'Das ist ein Standbild.', ramped: 'Die Geschwindigkeit wechselt.', reversed: 'Er läuft rückwärts.', retimed: 'Die Geschwindigkeit ist geändert.', 'speed-hidden': 'Dieses Schnittprogramm verrät die Geschwindigkeit nicht.', raw: 'Dieses Kameraformat lässt sich hier nicht dekodieren.', 'no-path': 'Dieses Schnittprogramm verrät nicht, wo das Medium liegt.', 'sound-in-picture': 'Der Ton gehört zu einer Datei mit Bild.',
  },
  ways: { render: 'Im Schnittprogramm rendern, dann restaurieren', take: 'Als Take zurückbringen', 'bin-only': 'Das ganze Medium in die Ablage restaurieren', relink: 'Im Schnittprogramm neu verknüpfen', 'open-nested': 'Oder die verschachtelte Sequenz öffnen und die Clips darin auswählen' },
  notices: {
    'clip-moved': 'Der Clip wurde inzwischen verschoben; das Ergebnis ist gefolgt.', 'clip-gone': 'Der Clip ist weg; das Ergebnis liegt nur in der Ablage.', 'clip-changed': 'Der Clip wurde inzwischen geändert.', 'track-made': 'Eine Spur wurde hinzugefügt.', 'no-free-track': 'Keine Spur darüber ist frei; das Ergebnis liegt nur in der Ablage.', 'track-locked': 'Die Spur ist gesperrt; das Ergebnis liegt nur in der Ablage.', 'not-placed': 'Das Schnittprogramm hat es nicht platziert; das Ergebnis liegt in der Ablage.', 'slid-back': 'Das Schnittprogramm hatte es woanders hingelegt; das wurde berichtigt.', 'length-corrected': 'Die Länge wurde aufs Bild genau berichtigt.', 'sound-left-out': 'Es wurde ohne Ton platziert.', 'effects-stay-below': 'Effekte bleiben auf dem unteren Clip.', 'not-undoable': 'Das Schnittprogramm kann das nicht rückgängig machen; „Zurück zum Original“ kann es.', 'every-use': 'Jede Verwendung dieses Mediums zeigt das Ergebnis.', scaled: 'Es wurde auf die Größe der Sequenz skaliert.', 'not-scaled': 'Es konnte nicht skaliert werden; bitte die Skalierung von Hand setzen.',
  },
  restored: (name) => `${name} restaurieren`, announce: (name, state) => `${name}: ${state}`, reason: (reason) => `Das Schnittprogramm sagt: ${reason}`,
  hints: {
    'effects-stay-below': 'Effekte und Farbkorrektur bleiben auf dem unteren Clip.', 'every-use': 'Jede Verwendung dieses Mediums wird das Ergebnis zeigen.', 'other-rate': (clip, sequence) => `Quelle mit ${clip.replace('.', ',')} fps in einer Sequenz mit ${sequence.replace('.', ',')}: Ihre eigenen Bilder bleiben.`, 'variable-rate': 'Die Bildrate schwankt: Das Ergebnis hat eine konstante.', 'retimed-as-rate': 'Die Geschwindigkeit ist geändert: Dieselben Bilder werden mit dieser Rate geliefert.', 'sound-stays': 'Der Ton bleibt in der Sequenz; das Ergebnis ist Bild allein.', 'no-end-known': 'Dieses Schnittprogramm verrät nicht, wie lang das Medium ist.', 'clip-disabled': 'Der Clip ist deaktiviert.',
  },
  notes: { loading: 'Die Notizen des Projekts werden gelesen…', kept: '', unkept: 'Dieses Projekt behält keine Notizen: Was hier geschieht, ist bekannt, bis das Panel schließt.', damaged: 'Die Notizen des Projekts ließen sich nicht lesen. Sie liegen beiseite; neue beginnen.', newer: 'Ein neueres FrameWright hat die Notizen dieses Projekts geschrieben. Sie werden nicht überschrieben.', full: 'Die Notizen des Projekts sind voll: Vergessen Sie beendete Ergebnisse.', failed: 'Die Notizen des Projekts ließen sich nicht schreiben.' },
};
