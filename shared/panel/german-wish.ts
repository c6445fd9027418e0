// The fields of a wish and their options in German, as editors say them.

/** By the name of a field; `width,height` names a group of fields by all of theirs. */
type Named = Readonly<Record<string, string>>;
const titles: Named = {
  crop: 'Beschnitt', left: 'Von links', top: 'Von oben', width: 'Breite', height: 'Höhe', aspect: 'Seitenverhältnis', fit: 'Einpassen in anderes Format', squarePixels: 'Quadratische Pixel', constantRate: 'Bildrate',
  purpose: 'Gedacht für', container: 'Art der Datei', encoder: 'Kodiert durch', crf: 'Konstante Qualität (CRF)', size: 'Wie groß', bytes: 'Dateigröße', bitRate: 'Bitrate des Bildes', handles: 'Handles', before: 'Davor', after: 'Danach', extend: 'Bilder über die Enden hinaus', method: 'Gemacht durch', sound: 'Ton behalten', pictureNames: 'Namen der Einzelbilder', xmp: 'XMP-Datei daneben',
  withinSeconds: 'Fertig innerhalb von (Sekunden)', device: 'Recheneinheit', tile: 'Kacheln', checkpointSeconds: 'Sicherungspunkt alle (Sekunden)',
  fieldOrder: 'Halbbildfolge', range: 'Wertebereich', matrix: 'Farbmatrix', primaries: 'Primärfarben', transfer: 'Übertragungsfunktion', sar: 'Pixelseitenverhältnis', rate: 'Bildrate der Quelle', startTimecode: 'Timecode des ersten Bildes', cadence: 'Film als Video', cuts: 'Schnitterkennung', parts: 'Folgedateien', gaps: 'Fehlende Bilder',
};
const helps: Named = {
  crop: 'Schwarze Balken werden nach Messung entfernt; ein Rechteck wird in Pixeln der Quelle angegeben. Alle vier Zahlen sind nötig.', aspect: 'Breite zu Höhe auf dem Schirm, etwa 16:9. Allein berichtigt es eine Quelle mit falscher Angabe; zusammen mit der nächsten Wahl ist es das Format des Ergebnisses.',
  fit: 'Wie ein Bild anderen Formats in das Ergebnis kommt.', squarePixels: 'Für Abspieler und Programme, die altes Video zu schmal oder zu breit zeigen.', constantRate: 'Bilder pro Sekunde, alle gleich lang, etwa 25 oder 30000/1001. Offen gelassen behält jedes Bild seine eigene Zeit.',
  purpose: 'Wählt das Ausgabeformat, wenn oben keines gewählt ist.', container: 'Offen gelassen entscheidet das Ausgabeformat.', encoder: 'Hardware ist schneller und liefert je Bit weniger Qualität.', crf: 'Auf der Skala des Encoders; kleiner ist besser und größer. Offen gelassen entscheidet das Ausgabeformat.',
  size: 'Statt konstanter Qualität.', left: 'Pixel.', top: 'Pixel.', width: 'Pixel.', height: 'Pixel.', before: 'Bilder.', after: 'Bilder.', bytes: 'Wird nie überschritten; etwa 700 MB oder 4.5 GB.', bitRate: 'Im Mittel; etwa 8 Mbit/s.', handles: 'Bilder rund um den Ausschnitt, die mitgeliefert werden, soweit vorhanden.', extend: 'Bilder, die die Quelle nicht hat, vor dem ersten und nach dem letzten.', sound: 'Ohne ist das Ergebnis Bild allein.', pictureNames: 'Nummeriert, etwa shot_%04d.png oder shot_####.png. Offen gelassen wie in der Quelle.',
  xmp: 'Was gemacht wurde, dort, wo Bildverwaltungen es lesen.', withinSeconds: 'Wo die üblichen Verfahren länger bräuchten, werden schnellere gewählt. Offen gelassen dauert es, so lange es dauert.', device: 'Was rechnet. Offen gelassen die schnellste.', tile: 'Wie viel vom Bild ein Netz auf einmal sieht, in Pixeln der Quelle. Kleiner braucht weniger Speicher.',
  checkpointSeconds: 'Arbeit zwischen zwei Punkten, ab denen es nach einer Unterbrechung weitergehen kann.',
  fieldOrder: 'Wie das Bild abgetastet wurde und welches Halbbild zuerst kam.', range: 'Welche Zahlen Schwarz und Weiß bedeuten: die von Video oder alle.', matrix: 'Wie aus den Farben Zahlen wurden; Name bei FFmpeg.', primaries: 'Welches Rot, Grün und Blau gemeint ist; Name bei FFmpeg.',
  transfer: 'Wie die Zahlen für Licht stehen; Name bei FFmpeg.', startTimecode: 'Stunden:Minuten:Sekunden:Bilder.', parts: 'Wo eine Kamera oder eine Disc einen Film auf mehrere Dateien verteilt hat.',
  sar: 'Breite eines Pixels geteilt durch seine Höhe, etwa 16/11.', rate: 'Etwa 18, 25 oder 24000/1001. Für Film, der mit falscher Geschwindigkeit abgetastet wurde.', cadence: 'Das Muster, in dem Filmbilder auf Halbbilder verteilt sind.', cuts: 'Eine andere Schnitterkennung anstelle unserer eigenen.', gaps: 'Was an Stelle fehlender Nummern einer Bildsequenz steht.',
};
const hardware: Named = { software: 'Software, beste Qualität', hardware: 'Hardware, was erprobt ist', nvenc: 'NVIDIA (NVENC)', qsv: 'Intel (Quick Sync)', videotoolbox: 'Apple (VideoToolbox)', vaapi: 'Linux (VA-API)', amf: 'AMD (AMF)' };
const containers: Named = { mp4: 'MP4', mov: 'QuickTime (MOV)', mkv: 'Matroska (MKV)', mxf: 'MXF', pictures: 'Einzelbilder', wav: 'WAV', flac: 'FLAC', m4a: 'M4A', mp3: 'MP3', ogg: 'Ogg', mka: 'Matroska-Ton (MKA)' };

const options: Readonly<Record<string, Named>> = {
  crop: { off: 'Alles behalten', auto: 'Schwarze Balken entfernen', 'left,top,width,height': 'Ein Rechteck' }, fit: { pad: 'Balken', blur: 'Balken aus unscharfen Rändern', crop: 'Beschneiden' },
  method: { hold: 'Halten des Bildes' }, purpose: { editing: 'Schnitt', archive: 'Dauerhaftes Archiv', web: 'Das Web' }, container: containers, encoder: hardware, size: { bytes: 'Dateigröße', bitRate: 'Bitrate' },
  fieldOrder: { progressive: 'Progressiv, keine Halbbilder', tff: 'Oberes Halbbild zuerst', bff: 'Unteres Halbbild zuerst' }, range: { limited: 'Begrenzt (Video)', full: 'Voll' },
  cadence: { off: 'Ist es nicht', '3:2': '3:2-Pulldown', '2:3:3:2': '2:3:3:2 (Advanced)', '2:2': '2:2', '24:25': '24 Bilder als 25' },
  cuts: { content: 'Nach Inhalt', adaptive: 'Nach Inhalt, adaptiv', threshold: 'Nach Helligkeit', histogram: 'Nach Histogramm', none: 'Es ist eine Einstellung' }, parts: { joined: 'Gehören dazu', single: 'Gehören nicht dazu' }, gaps: { hold: 'Das vorige zeigen', close: 'Weglassen' },
};

export const wish = {
  title: 'Weiteres', asFile: 'Wie in der Datei', titles, helps, options,
  groups: { picture: 'Bild', result: 'Ergebnis', better: 'Was Sie besser wissen', work: 'Die Arbeit' },
  groupsWhy: {
    picture: 'Was vom Bild bleibt und in welchem Format und welcher Rate es geliefert wird.', result: 'Was für eine Datei es wird und wie groß.',
    better: 'Wo die Datei etwas Falsches oder gar nichts über sich sagt: Das hier gilt stattdessen.', work: 'Wie lange es dauern darf und womit gerechnet wird.',
  },
};
