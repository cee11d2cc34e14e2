BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE alert (
	id TEXT NOT NULL, 
	shift TEXT NOT NULL, 
	thread TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	text TEXT NOT NULL, 
	html TEXT NOT NULL, 
	payload TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_alert PRIMARY KEY (id)
);
INSERT INTO "alert" VALUES('msg_cb71dc896c67c63570527019','105de88d18dbe29d23d332e2','thr_2958c76633d4707247ce0e0f','China''s Foreign Ministry: reversed its position *not* · Rare earths','China''s Foreign Ministry: reversed its position *not* · Rare earths

What          reversed its position: {+not+}

Before        China will approve qualified applications for rare-earth
              exports without delay
              — Lin Jian, 12 June 2025

After         China will {+not+} approve qualified applications for
              rare-earth exports without delay
              — Mao Ning, 19 August 2025
Sense gained  not

Not known     - Provisional: this body has no standing wording here yet, so
                the nearest earlier words were compared.
              - The words may be the translator''s: the original is not at
                hand, and another rendering of it may read as before.

Source        On rare earths: august
              https://news.example/august

Body          China''s Foreign Ministry (CN-MFA)
Said by       Mao Ning, spokesperson
Said on       19 August 2025 (told by “August 19”); published 19 August
              2025, 10:00 UTC
Form          direct quote, quoted in a report; a news agency''s wording

Against       Lin Jian, 12 June 2025; direct quote, quoted in a report; a
              news agency''s wording
              https://news.example/june

Judged        alert · severity 6.1 · confidence 77% · no clear direction
Rules         - differs from the body''s latest other words on this
              - no wording stands yet, so the nearest earlier words decided
              - a negation came or went

[-struck out-] is gone, {+added+} is new.
-- 
msg_cb71dc896c67c63570527019 · 105de88d18dbe29d23d332e2
','<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>China&#39;s Foreign Ministry: reversed its position *not* · Rare earths</title>
<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
del{background-color:#5c1a1b!important;color:#ffc9c5!important}
ins{background-color:#12452a!important;color:#b4f5c8!important}
a{color:#79b8ff!important}
.label{color:#9a9a9a!important}
}
</style>
</head>
<body style="margin:0;padding:14px;font-family:-apple-system,''Segoe UI'',Roboto,Helvetica,Arial,''PingFang SC'',''Microsoft YaHei'',''Noto Sans CJK SC'',sans-serif;font-size:16px;line-height:1.5;">
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="max-width:640px;">
<tr><td style="padding:0;font-size:19px;font-weight:bold;line-height:1.3;">China&#39;s Foreign Ministry <span class="label" style="font-weight:normal;color:#6a6a6a;">· Rare earths</span></td></tr>
<tr><td style="padding:6px 0 0 0;font-size:16px;line-height:1.6;">reversed its position: <ins style="background-color:#d3f8dc;color:#044f1e;text-decoration:underline;text-underline-offset:3px;font-weight:bold;">not</ins></td></tr>
<tr><td class="label" style="padding:16px 0 3px 0;font-size:13px;font-weight:bold;color:#6a6a6a;">Before</td></tr>
<tr><td style="padding:1px 0 1px 12px;border-left:4px solid #808080;line-height:1.65;" lang="en">China will approve qualified applications for rare-earth exports without delay</td></tr>
<tr><td style="padding:0 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">— Lin Jian, 12 June 2025</td></tr>
<tr><td class="label" style="padding:16px 0 3px 0;font-size:13px;font-weight:bold;color:#6a6a6a;">After</td></tr>
<tr><td style="padding:1px 0 1px 12px;border-left:4px solid #808080;line-height:1.65;" lang="en">China will <ins style="background-color:#d3f8dc;color:#044f1e;text-decoration:underline;text-underline-offset:3px;font-weight:bold;">not</ins> approve qualified applications for rare-earth exports without delay</td></tr>
<tr><td style="padding:0 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">— Mao Ning, 19 August 2025</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Sense gained:</span> not</td></tr>
<tr><td class="label" style="padding:12px 0 0 0;font-size:14px;font-weight:bold;color:#6a6a6a;">Not known</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; Provisional: this body has no standing wording here yet, so the nearest earlier words were compared.</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; The words may be the translator&#39;s: the original is not at hand, and another rendering of it may read as before.</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Source:</span> On rare earths: august</td></tr>
<tr><td style="padding:0 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><a href="https://news.example/august" rel="noopener noreferrer" style="color:#0a58ca;">https://news.example/august</a></td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Body:</span> China&#39;s Foreign Ministry (CN-MFA)</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Said by:</span> Mao Ning, spokesperson</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Said on:</span> 19 August 2025 (told by “August 19”); published 19 August 2025, 10:00 UTC</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Form:</span> direct quote, quoted in a report; a news agency&#39;s wording</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Against:</span> Lin Jian, 12 June 2025; direct quote, quoted in a report; a news agency&#39;s wording</td></tr>
<tr><td style="padding:0 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><a href="https://news.example/june" rel="noopener noreferrer" style="color:#0a58ca;">https://news.example/june</a></td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Judged:</span> alert · severity 6.1 · confidence 77% · no clear direction</td></tr>
<tr><td class="label" style="padding:12px 0 0 0;font-size:14px;font-weight:bold;color:#6a6a6a;">Rules</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; differs from the body&#39;s latest other words on this</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; no wording stands yet, so the nearest earlier words decided</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; a negation came or went</td></tr>
<tr><td class="label" style="padding:18px 0 0 0;font-size:12px;color:#6a6a6a;"><del style="text-decoration:line-through;">Struck out</del> is gone, <ins style="text-decoration:underline;">underlined</ins> is new.<br>msg_cb71dc896c67c63570527019 · 105de88d18dbe29d23d332e2</td></tr>
</table>
</body>
</html>','{"against":[{"body":"CN-MFA","cut":false,"id":"763805c2b054a14eb18f6d90","language":"en","mode":"direct","published_at":"2025-06-12T10:00:00Z","role":"spokesperson","said_on":{"conflict":false,"day":"2025-06-12","evidence":"explicit: \"June 12\"","precision":"day"},"source":"wire","speaker":"Lin Jian","text":"China will approve qualified applications for rare-earth exports without delay","tier":2,"translator":"wire","url":"https://news.example/june","utterance":"763805c2b054a14eb18f6d90"}],"against_more":0,"body":{"id":"CN-MFA","name":"China''s Foreign Ministry"},"document":{"title":"On rare earths: august","url":"https://news.example/august"},"doubts":["Provisional: this body has no standing wording here yet, so the nearest earlier words were compared.","The words may be the translator''s: the original is not at hand, and another rendering of it may read as before."],"evidence":"abababababababababababababababababababababababababababababababab","id":"msg_cb71dc896c67c63570527019","passages":{"after":{"cut":false,"marks":[{"end":14,"kind":"added","start":11}],"text":"China will not approve qualified applications for rare-earth exports without delay"},"before":{"cut":false,"marks":[{"end":11,"kind":"added","start":11}],"text":"China will approve qualified applications for rare-earth exports without delay"}},"shift":{"added":["not"],"concepts_added":["NOT"],"concepts_removed":[],"confidence":0.77,"direction":"neutral","id":"105de88d18dbe29d23d332e2","kinds":["polarity"],"level":"alert","provisional":true,"removed":[],"rules":[{"id":"thread.latest","words":"differs from the body''s latest other words on this"},{"id":"thread.provisional","words":"no wording stands yet, so the nearest earlier words decided"},{"id":"polarity.negation","words":"a negation came or went"}],"severity":6.12,"silenced":null,"words":["reversed its position"]},"statement":{"body":"CN-MFA","cut":false,"id":"a7144b0d29dcd4c4f9bd6c63","language":"en","mode":"direct","published_at":"2025-08-19T10:00:00Z","role":"spokesperson","said_on":{"conflict":false,"day":"2025-08-19","evidence":"explicit: \"August 19\"","precision":"day"},"source":"wire","speaker":"Mao Ning","text":"China will not approve qualified applications for rare-earth exports without delay","tier":2,"translator":"wire","url":"https://news.example/august","utterance":"a7144b0d29dcd4c4f9bd6c63"},"subject":"China''s Foreign Ministry: reversed its position *not* · Rare earths","thread":"thr_2958c76633d4707247ce0e0f","timestamp":"2025-08-19T10:00:00Z","topic":{"id":"rare-earths","name":"Rare earths"},"type":"shift","url":null,"version":1}','2025-08-19 10:00:00.000000');
INSERT INTO "alert" VALUES('msg_8d0d1bdb91e97f0ce221339f','a7341068288132e0de3b3d38','thr_2958c76633d4707247ce0e0f','China''s Foreign Ministry: dropped *export controls* · Rare earths','China''s Foreign Ministry: dropped *export controls* · Rare earths

What          dropped: [-export controls-]

Before        We stand ready to work with relevant countries and regions to
              enhance dialogue and cooperation on [-export controls-] and
              jointly keep global industrial and supply chains stable,
              [-safe and secure-]
              — Guo Jiakun, 24 July 2025

After         What I can tell you is that we are willing to strengthen
              dialogue and cooperation with relevant countries and regions
              to jointly maintain the stability of the global industrial and
              supply chains
              — Mao Ning, 19 August 2025
Sense lost    export control

Not known     - Provisional: this body has no standing wording here yet, so
                the nearest earlier words were compared.
              - The words may be the translator''s: the original is not at
                hand, and another rendering of it may read as before.
              - The words may have been said and left out of the report: an
                excerpt does not prove that they are gone.

Source        On rare earths: august-2
              https://news.example/august-2

Body          China''s Foreign Ministry (CN-MFA)
Said by       Mao Ning, spokesperson
Said on       19 August 2025 (told by “Tuesday”); published 19 August 2025,
              12:00 UTC
Form          direct quote, quoted in a report; a news agency''s wording

Against       Guo Jiakun, 24 July 2025; direct quote, quoted in a report; a
              news agency''s wording
              https://news.example/july

Judged        for the digest · severity 3.4 · confidence 43% · no clear
              direction
Rules         - differs from the body''s latest other words on this
              - no wording stands yet, so the nearest earlier words decided
              - a thing is no longer named

[-struck out-] is gone, {+added+} is new.
-- 
msg_8d0d1bdb91e97f0ce221339f · a7341068288132e0de3b3d38
','<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>China&#39;s Foreign Ministry: dropped *export controls* · Rare earths</title>
<style>
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
del{background-color:#5c1a1b!important;color:#ffc9c5!important}
ins{background-color:#12452a!important;color:#b4f5c8!important}
a{color:#79b8ff!important}
.label{color:#9a9a9a!important}
}
</style>
</head>
<body style="margin:0;padding:14px;font-family:-apple-system,''Segoe UI'',Roboto,Helvetica,Arial,''PingFang SC'',''Microsoft YaHei'',''Noto Sans CJK SC'',sans-serif;font-size:16px;line-height:1.5;">
<table role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%" style="max-width:640px;">
<tr><td style="padding:0;font-size:19px;font-weight:bold;line-height:1.3;">China&#39;s Foreign Ministry <span class="label" style="font-weight:normal;color:#6a6a6a;">· Rare earths</span></td></tr>
<tr><td style="padding:6px 0 0 0;font-size:16px;line-height:1.6;">dropped: <del style="background-color:#ffe0dd;color:#82071e;text-decoration:line-through;text-decoration-thickness:1px;">export controls</del></td></tr>
<tr><td class="label" style="padding:16px 0 3px 0;font-size:13px;font-weight:bold;color:#6a6a6a;">Before</td></tr>
<tr><td style="padding:1px 0 1px 12px;border-left:4px solid #808080;line-height:1.65;" lang="en">We <span style="border-bottom:1px dotted #808080;">stand ready to work with</span> relevant countries and regions to <span style="border-bottom:1px dotted #808080;">enhance dialogue and cooperation on</span> <del style="background-color:#ffe0dd;color:#82071e;text-decoration:line-through;text-decoration-thickness:1px;">export controls</del> <span style="border-bottom:1px dotted #808080;">and</span> jointly <span style="border-bottom:1px dotted #808080;">keep</span> global industrial and supply chains <span style="border-bottom:1px dotted #808080;">stable,</span> <del style="background-color:#ffe0dd;color:#82071e;text-decoration:line-through;text-decoration-thickness:1px;">safe and secure</del></td></tr>
<tr><td style="padding:0 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">— Guo Jiakun, 24 July 2025</td></tr>
<tr><td class="label" style="padding:16px 0 3px 0;font-size:13px;font-weight:bold;color:#6a6a6a;">After</td></tr>
<tr><td style="padding:1px 0 1px 12px;border-left:4px solid #808080;line-height:1.65;" lang="en"><span style="border-bottom:1px dotted #808080;">What I can tell you is that</span> we <span style="border-bottom:1px dotted #808080;">are willing to strengthen dialogue and cooperation with</span> relevant countries and regions to jointly <span style="border-bottom:1px dotted #808080;">maintain the stability of the</span> global industrial and supply chains</td></tr>
<tr><td style="padding:0 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">— Mao Ning, 19 August 2025</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Sense lost:</span> export control</td></tr>
<tr><td class="label" style="padding:12px 0 0 0;font-size:14px;font-weight:bold;color:#6a6a6a;">Not known</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; Provisional: this body has no standing wording here yet, so the nearest earlier words were compared.</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; The words may be the translator&#39;s: the original is not at hand, and another rendering of it may read as before.</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; The words may have been said and left out of the report: an excerpt does not prove that they are gone.</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Source:</span> On rare earths: august-2</td></tr>
<tr><td style="padding:0 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><a href="https://news.example/august-2" rel="noopener noreferrer" style="color:#0a58ca;">https://news.example/august-2</a></td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Body:</span> China&#39;s Foreign Ministry (CN-MFA)</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Said by:</span> Mao Ning, spokesperson</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Said on:</span> 19 August 2025 (told by “Tuesday”); published 19 August 2025, 12:00 UTC</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Form:</span> direct quote, quoted in a report; a news agency&#39;s wording</td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Against:</span> Guo Jiakun, 24 July 2025; direct quote, quoted in a report; a news agency&#39;s wording</td></tr>
<tr><td style="padding:0 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><a href="https://news.example/july" rel="noopener noreferrer" style="color:#0a58ca;">https://news.example/july</a></td></tr>
<tr><td style="padding:8px 0 0 0;font-size:14px;overflow-wrap:anywhere;word-break:break-word;"><span class="label" style="font-weight:bold;color:#6a6a6a;">Judged:</span> for the digest · severity 3.4 · confidence 43% · no clear direction</td></tr>
<tr><td class="label" style="padding:12px 0 0 0;font-size:14px;font-weight:bold;color:#6a6a6a;">Rules</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; differs from the body&#39;s latest other words on this</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; no wording stands yet, so the nearest earlier words decided</td></tr>
<tr><td style="padding:2px 0 0 16px;text-indent:-12px;font-size:14px;overflow-wrap:anywhere;word-break:break-word;">•&nbsp; a thing is no longer named</td></tr>
<tr><td class="label" style="padding:18px 0 0 0;font-size:12px;color:#6a6a6a;"><del style="text-decoration:line-through;">Struck out</del> is gone, <ins style="text-decoration:underline;">underlined</ins> is new.<br>msg_8d0d1bdb91e97f0ce221339f · a7341068288132e0de3b3d38</td></tr>
</table>
</body>
</html>','{"against":[{"body":"CN-MFA","cut":false,"id":"b5d0ded575a057c4a5715c83","language":"en","mode":"direct","published_at":"2025-07-24T15:00:00Z","role":"spokesperson","said_on":{"conflict":false,"day":"2025-07-24","evidence":"inherited from weekday: \"Thursday\"","precision":"day"},"source":"wire","speaker":"Guo Jiakun","text":"We stand ready to work with relevant countries and regions to enhance dialogue and cooperation on export controls and jointly keep global industrial and supply chains stable, safe and secure","tier":2,"translator":"wire","url":"https://news.example/july","utterance":"994c17c7100e2d581e7f94e4"}],"against_more":0,"body":{"id":"CN-MFA","name":"China''s Foreign Ministry"},"document":{"title":"On rare earths: august-2","url":"https://news.example/august-2"},"doubts":["Provisional: this body has no standing wording here yet, so the nearest earlier words were compared.","The words may be the translator''s: the original is not at hand, and another rendering of it may read as before.","The words may have been said and left out of the report: an excerpt does not prove that they are gone."],"evidence":"abababababababababababababababababababababababababababababababab","id":"msg_8d0d1bdb91e97f0ce221339f","passages":{"after":{"cut":false,"marks":[{"end":27,"kind":"noise","start":0},{"end":86,"kind":"noise","start":31},{"end":121,"kind":"removed","start":121},{"end":158,"kind":"noise","start":129},{"end":194,"kind":"removed","start":194}],"text":"What I can tell you is that we are willing to strengthen dialogue and cooperation with relevant countries and regions to jointly maintain the stability of the global industrial and supply chains"},"before":{"cut":false,"marks":[{"end":27,"kind":"noise","start":3},{"end":97,"kind":"noise","start":62},{"end":113,"kind":"removed","start":98},{"end":117,"kind":"noise","start":114},{"end":130,"kind":"noise","start":126},{"end":174,"kind":"noise","start":167},{"end":190,"kind":"removed","start":175}],"text":"We stand ready to work with relevant countries and regions to enhance dialogue and cooperation on export controls and jointly keep global industrial and supply chains stable, safe and secure"}},"shift":{"added":[],"concepts_added":[],"concepts_removed":["EXPORT_CONTROL"],"confidence":0.43,"direction":"neutral","id":"a7341068288132e0de3b3d38","kinds":["dropped"],"level":"digest","provisional":true,"removed":["export controls"],"rules":[{"id":"thread.latest","words":"differs from the body''s latest other words on this"},{"id":"thread.provisional","words":"no wording stands yet, so the nearest earlier words decided"},{"id":"term.dropped","words":"a thing is no longer named"}],"severity":3.43,"silenced":null,"words":["dropped"]},"statement":{"body":"CN-MFA","cut":false,"id":"8c8642e79cd9642060a502ab","language":"en","mode":"direct","published_at":"2025-08-19T12:00:00Z","role":"spokesperson","said_on":{"conflict":false,"day":"2025-08-19","evidence":"weekday: \"Tuesday\"","precision":"day"},"source":"wire","speaker":"Mao Ning","text":"What I can tell you is that we are willing to strengthen dialogue and cooperation with relevant countries and regions to jointly maintain the stability of the global industrial and supply chains","tier":2,"translator":"wire","url":"https://news.example/august-2","utterance":"8c8642e79cd9642060a502ab"},"subject":"China''s Foreign Ministry: dropped *export controls* · Rare earths","thread":"thr_2958c76633d4707247ce0e0f","timestamp":"2025-08-19T12:00:00Z","topic":{"id":"rare-earths","name":"Rare earths"},"type":"shift","url":null,"version":1}','2025-08-19 12:00:00.000000');
CREATE TABLE alias (
	id TEXT NOT NULL, 
	target TEXT NOT NULL, 
	CONSTRAINT pk_alias PRIMARY KEY (id)
);
CREATE TABLE delivery (
	number INTEGER NOT NULL, 
	alert TEXT NOT NULL, 
	receiver TEXT NOT NULL, 
	state TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	next_attempt_at DATETIME NOT NULL, 
	lease_until DATETIME, 
	last_error TEXT, 
	sent_at DATETIME, 
	CONSTRAINT pk_delivery PRIMARY KEY (number), 
	CONSTRAINT fk_delivery_alert_alert FOREIGN KEY(alert) REFERENCES alert (id) ON DELETE CASCADE, 
	CONSTRAINT uq_delivery_alert_receiver UNIQUE (alert, receiver)
);
INSERT INTO "delivery" VALUES(1,'msg_cb71dc896c67c63570527019','webhook','sent',1,'2025-08-19 10:00:00.000000',NULL,NULL,'2025-08-19 13:00:00.000000');
INSERT INTO "delivery" VALUES(2,'msg_8d0d1bdb91e97f0ce221339f','webhook','pending',0,'2025-08-19 12:00:00.000000',NULL,NULL,NULL);
CREATE TABLE entry (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	url TEXT NOT NULL, 
	item TEXT, 
	position INTEGER NOT NULL, 
	first_seen_at DATETIME NOT NULL, 
	last_seen_at DATETIME NOT NULL, 
	missing_since DATETIME, 
	CONSTRAINT pk_entry PRIMARY KEY (id)
);
INSERT INTO "entry" VALUES('4346f3e20773a0c66985982b0341f592','wire','june','junejunejune','https://news.example/june','4346f3e20773a0c66985982b0341f592',0,'2025-06-12 10:00:00.000000','2025-06-12 10:00:00.000000',NULL);
INSERT INTO "entry" VALUES('fd313f7cc3fb8c0a3e2acbf8eb1e675e','wire','july','julyjulyjuly','https://news.example/july','fd313f7cc3fb8c0a3e2acbf8eb1e675e',0,'2025-07-24 10:00:00.000000','2025-07-24 15:00:00.000000',NULL);
INSERT INTO "entry" VALUES('eac16691de9c027d9da787422720751f','wire','august','augustaugustaugust','https://news.example/august','eac16691de9c027d9da787422720751f',0,'2025-08-19 10:00:00.000000','2025-08-19 10:00:00.000000',NULL);
INSERT INTO "entry" VALUES('df99a104d8b5d09c98a2a5918c3b516a','wire','august-2','august-2august-2august-2','https://news.example/august-2','df99a104d8b5d09c98a2a5918c3b516a',0,'2025-08-19 12:00:00.000000','2025-08-19 12:00:00.000000',NULL);
INSERT INTO "entry" VALUES('9378ec7b4305a6a8a7861e087c79ec50','zh','zh-1','zh-1zh-1zh-1','https://news.example/zh-1','9378ec7b4305a6a8a7861e087c79ec50',0,'2025-08-19 13:00:00.000000','2025-08-19 13:00:00.000000',NULL);
CREATE TABLE item (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	url TEXT NOT NULL, 
	title TEXT NOT NULL, 
	aliases TEXT NOT NULL, 
	published_raw TEXT, 
	published_at DATETIME, 
	authors TEXT NOT NULL, 
	declared_language TEXT, 
	language TEXT NOT NULL, 
	topics TEXT NOT NULL, 
	first_seen_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	revision INTEGER NOT NULL, 
	removed_at DATETIME, 
	CONSTRAINT pk_item PRIMARY KEY (id)
);
INSERT INTO "item" VALUES('4346f3e20773a0c66985982b0341f592','wire','june','https://news.example/june','On rare earths: june','[]',NULL,'2025-06-12 10:00:00.000000','[]',NULL,'en','["rare-earths"]','2025-06-12 10:00:00.000000','2025-06-12 10:00:00.000000',1,NULL);
INSERT INTO "item" VALUES('fd313f7cc3fb8c0a3e2acbf8eb1e675e','wire','july','https://news.example/july','On rare earths: july','[]',NULL,'2025-07-24 10:00:00.000000','[]',NULL,'en','["rare-earths"]','2025-07-24 10:00:00.000000','2025-07-24 15:00:00.000000',2,NULL);
INSERT INTO "item" VALUES('eac16691de9c027d9da787422720751f','wire','august','https://news.example/august','On rare earths: august','[]',NULL,'2025-08-19 10:00:00.000000','[]',NULL,'en','["rare-earths"]','2025-08-19 10:00:00.000000','2025-08-19 10:00:00.000000',1,NULL);
INSERT INTO "item" VALUES('df99a104d8b5d09c98a2a5918c3b516a','wire','august-2','https://news.example/august-2','On rare earths: august-2','[]',NULL,'2025-08-19 10:00:00.000000','[]',NULL,'en','["rare-earths"]','2025-08-19 12:00:00.000000','2025-08-19 12:00:00.000000',1,NULL);
INSERT INTO "item" VALUES('9378ec7b4305a6a8a7861e087c79ec50','zh','zh-1','https://news.example/zh-1','On rare earths: zh-1','[]',NULL,'2025-08-19 10:00:00.000000','[]',NULL,'zh','["rare-earths"]','2025-08-19 13:00:00.000000','2025-08-19 13:00:00.000000',1,NULL);
CREATE TABLE item_topic (
	topic TEXT NOT NULL, 
	item TEXT NOT NULL, 
	CONSTRAINT pk_item_topic PRIMARY KEY (topic, item), 
	CONSTRAINT fk_item_topic_item_item FOREIGN KEY(item) REFERENCES item (id) ON DELETE CASCADE
);
INSERT INTO "item_topic" VALUES('rare-earths','4346f3e20773a0c66985982b0341f592');
INSERT INTO "item_topic" VALUES('rare-earths','fd313f7cc3fb8c0a3e2acbf8eb1e675e');
INSERT INTO "item_topic" VALUES('rare-earths','eac16691de9c027d9da787422720751f');
INSERT INTO "item_topic" VALUES('rare-earths','df99a104d8b5d09c98a2a5918c3b516a');
INSERT INTO "item_topic" VALUES('rare-earths','9378ec7b4305a6a8a7861e087c79ec50');
CREATE TABLE revision (
	item TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	title TEXT NOT NULL, 
	text TEXT NOT NULL, 
	evidence TEXT NOT NULL, 
	language TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_revision PRIMARY KEY (item, number), 
	CONSTRAINT fk_revision_item_item FOREIGN KEY(item) REFERENCES item (id) ON DELETE CASCADE
);
INSERT INTO "revision" VALUES('4346f3e20773a0c66985982b0341f592',1,'On rare earths: june','BEIJING - Chinese Foreign Ministry spokesperson Lin Jian told a press conference on June 12: “China will approve qualified applications for rare-earth exports without delay.”','abababababababababababababababababababababababababababababababab','en','2025-06-12 10:00:00.000000');
INSERT INTO "revision" VALUES('fd313f7cc3fb8c0a3e2acbf8eb1e675e',1,'On rare earths: july','BEIJING - Asked about rare-earth magnets at a daily briefing, Chinese Foreign Ministry spokesperson Guo Jiakun answered on Thursday. “We stand ready to work with relevant countries and regions to continue enhancing dialogue and cooperation on export controls and jointly keep global industrial and supply chains stable, safe and secure,” Guo said.','abababababababababababababababababababababababababababababababab','en','2025-07-24 10:00:00.000000');
INSERT INTO "revision" VALUES('fd313f7cc3fb8c0a3e2acbf8eb1e675e',2,'On rare earths: july','BEIJING - Asked about rare-earth magnets at a daily briefing, Chinese Foreign Ministry spokesperson Guo Jiakun answered on Thursday. “We stand ready to work with relevant countries and regions to enhance dialogue and cooperation on export controls and jointly keep global industrial and supply chains stable, safe and secure,” Guo said.','abababababababababababababababababababababababababababababababab','en','2025-07-24 15:00:00.000000');
INSERT INTO "revision" VALUES('eac16691de9c027d9da787422720751f',1,'On rare earths: august','BEIJING - Chinese Foreign Ministry spokesperson Mao Ning told a press conference on August 19: “China will not approve qualified applications for rare-earth exports without delay.”','abababababababababababababababababababababababababababababababab','en','2025-08-19 10:00:00.000000');
INSERT INTO "revision" VALUES('df99a104d8b5d09c98a2a5918c3b516a',1,'On rare earths: august-2','BEIJING - China''s Foreign Ministry was asked about rare-earth exports again. “What I can tell you is that we are willing to strengthen dialogue and cooperation with relevant countries and regions to jointly maintain the stability of the global industrial and supply chains,” spokesperson Mao Ning told a press conference on Tuesday.','abababababababababababababababababababababababababababababababab','en','2025-08-19 12:00:00.000000');
INSERT INTO "revision" VALUES('9378ec7b4305a6a8a7861e087c79ec50',1,'On rare earths: zh-1','中国外交部发言人毛宁8月19日在例行记者会上就稀土出口表示：“我们愿与有关国家和地区加强对话合作，共同维护全球产供链的稳定。”','abababababababababababababababababababababababababababababababab','zh','2025-08-19 13:00:00.000000');
CREATE TABLE shift (
	id TEXT NOT NULL, 
	item TEXT, 
	body TEXT, 
	topic TEXT, 
	statement TEXT, 
	kinds TEXT NOT NULL, 
	against TEXT NOT NULL, 
	"before" TEXT NOT NULL, 
	"after" TEXT NOT NULL, 
	changes TEXT NOT NULL, 
	removed TEXT NOT NULL, 
	added TEXT NOT NULL, 
	concepts_removed TEXT NOT NULL, 
	concepts_added TEXT NOT NULL, 
	severity FLOAT NOT NULL, 
	confidence FLOAT NOT NULL, 
	level TEXT NOT NULL, 
	direction TEXT NOT NULL, 
	provisional BOOLEAN NOT NULL, 
	silenced TEXT, 
	rules TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	baseline BOOLEAN NOT NULL, 
	CONSTRAINT pk_shift PRIMARY KEY (id), 
	CONSTRAINT fk_shift_item_item FOREIGN KEY(item) REFERENCES item (id)
);
INSERT INTO "shift" VALUES('2f25e63bf5035b2211c765ff','fd313f7cc3fb8c0a3e2acbf8eb1e675e','CN-MFA','export-controls','b5d0ded575a057c4a5715c83','["text_edit","status"]','[]','BEIJING - Asked about rare-earth magnets at a daily briefing, Chinese Foreign Ministry spokesperson Guo Jiakun answered on Thursday. “We stand ready to work with relevant countries and regions to continue enhancing dialogue and cooperation on export controls and jointly keep global industrial and supply chains stable, safe and secure,” Guo said.','BEIJING - Asked about rare-earth magnets at a daily briefing, Chinese Foreign Ministry spokesperson Guo Jiakun answered on Thursday. “We stand ready to work with relevant countries and regions to enhance dialogue and cooperation on export controls and jointly keep global industrial and supply chains stable, safe and secure,” Guo said.','[[204,214,196,196,1],[214,214,196,203,1],[196,204,203,203,0]]','["continue"]','[]','["CONTINUE"]','[]',2.0,1.0,'info','neutral',0,'aspect','["page.edited","aspect.continue"]','2025-07-24 15:00:00.000000',0);
INSERT INTO "shift" VALUES('105de88d18dbe29d23d332e2','eac16691de9c027d9da787422720751f','CN-MFA','rare-earths','a7144b0d29dcd4c4f9bd6c63','["polarity"]','["763805c2b054a14eb18f6d90"]','China will approve qualified applications for rare-earth exports without delay','China will not approve qualified applications for rare-earth exports without delay','[[11,11,11,14,0]]','[]','["not"]','[]','["NOT"]',6.12,0.77,'alert','neutral',1,NULL,'["thread.latest","thread.provisional","polarity.negation"]','2025-08-19 10:00:00.000000',0);
INSERT INTO "shift" VALUES('a7341068288132e0de3b3d38','df99a104d8b5d09c98a2a5918c3b516a','CN-MFA','rare-earths','8c8642e79cd9642060a502ab','["dropped"]','["b5d0ded575a057c4a5715c83"]','We stand ready to work with relevant countries and regions to enhance dialogue and cooperation on export controls and jointly keep global industrial and supply chains stable, safe and secure','What I can tell you is that we are willing to strengthen dialogue and cooperation with relevant countries and regions to jointly maintain the stability of the global industrial and supply chains','[[0,0,0,27,1],[3,27,31,86,1],[62,98,121,121,1],[98,113,121,121,0],[113,117,121,121,1],[126,130,129,158,1],[167,175,194,194,1],[175,190,194,194,0]]','["export controls"]','[]','["EXPORT_CONTROL"]','[]',3.43,0.43,'digest','neutral',1,NULL,'["thread.latest","thread.provisional","term.dropped"]','2025-08-19 12:00:00.000000',0);
CREATE TABLE source (
	id TEXT NOT NULL, 
	url TEXT NOT NULL, 
	etag TEXT, 
	last_modified TEXT, 
	body_sha256 TEXT, 
	next_poll_at DATETIME, 
	interval BIGINT, 
	failures INTEGER NOT NULL, 
	last_visit_at DATETIME, 
	last_success_at DATETIME, 
	last_new_item_at DATETIME, 
	last_status INTEGER, 
	last_error TEXT, 
	state TEXT NOT NULL, 
	baselined_at DATETIME, 
	visits INTEGER NOT NULL, 
	entries INTEGER NOT NULL, 
	CONSTRAINT pk_source PRIMARY KEY (id)
);
INSERT INTO "source" VALUES('wire','https://wire.example/feed',NULL,NULL,NULL,'2025-08-19 14:00:00.000000',900000000,0,'2025-08-19 13:00:00.000000','2025-08-19 13:00:00.000000',NULL,NULL,NULL,'new','2025-06-12 10:00:00.000000',900,3);
INSERT INTO "source" VALUES('zh','https://zh.example/feed',NULL,NULL,NULL,'2025-08-19 14:00:00.000000',900000000,0,'2025-08-19 13:00:00.000000','2025-08-19 13:00:00.000000',NULL,NULL,NULL,'new','2025-06-12 10:00:00.000000',900,3);
CREATE TABLE statement (
	id TEXT NOT NULL, 
	item TEXT, 
	source TEXT NOT NULL, 
	url TEXT NOT NULL, 
	body TEXT, 
	speaker TEXT, 
	role TEXT, 
	day DATE NOT NULL, 
	said_day DATE, 
	said_precision TEXT, 
	said_evidence TEXT, 
	said_conflict BOOLEAN, 
	published_at DATETIME, 
	mode TEXT NOT NULL, 
	tier INTEGER NOT NULL, 
	translator TEXT NOT NULL, 
	language TEXT NOT NULL, 
	topics TEXT NOT NULL, 
	text TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	more TEXT NOT NULL, 
	utterance TEXT NOT NULL, 
	extractor INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	superseded_at DATETIME, 
	baseline BOOLEAN NOT NULL, 
	seed BOOLEAN NOT NULL, 
	CONSTRAINT pk_statement PRIMARY KEY (id), 
	CONSTRAINT fk_statement_item_item FOREIGN KEY(item) REFERENCES item (id)
);
INSERT INTO "statement" VALUES('seed-29bc36985b78e6da1a5a60f5',NULL,'seed','http://exportcontrol.mofcom.gov.cn/article/zcfg/gnzcfg/zcfggzqd/202310/912.html','CN-MOFCOM',NULL,NULL,'2023-10-20','2023-10-20','day','seed',0,'2023-10-20 00:00:00.000000','full_text',1,'issuer','zh','["tungsten-graphite","export-controls","critical-minerals"]','根据《中华人民共和国出口管制法》《中华人民共和国对外贸易法》《中华人民共和国海关法》有关规定，为维护国家安全和利益，经国务院批准，决定对商务部、国家国防科工委、海关总署公告2006年第50号（《决定对石墨类相关制品实施临时出口管制措施》）中所列的物项范围进行优化调整，对部分物项实施出口管制。有关事项公告如下：

一、满足以下特性的物项，未经许可，不得出口：

（一）高纯度（纯度>99.9%)、高强度（抗折强度>30Mpa）、高密度（密度>1.73克/立方厘米）的人造石墨材料及其制品（参考海关商品编号：3801100030、3801909010、6815190020）。

（二）天然鳞片石墨及其制品（包含球化石墨、膨胀石墨等）（参考海关商品编号：2504101000、2504109100、3801901000、3801909010、3824999940、6815190020）。

二、除上述物项外，商务部、国家国防科工委、海关总署公告2006年第50号（《决定对石墨类相关制品实施临时出口管制措施》）中其他物项取消临时出口管制。

三、出口经营者应按照相关规定办理出口许可手续，通过省级商务主管部门向商务部提出申请，填写两用物项和技术出口申请表并提交下列文件：

（一）出口合同、协议的原件或者与原件一致的复印件、扫描件；

（五）申请人的法定代表人、主要经营管理人以及经办人的身份证明。

四、商务部应当自收到出口申请文件之日起进行审查，或者会同有关部门进行审查，并在法定时限内作出准予或者不予许可的决定。

对国家安全有重大影响的本公告所列物项的出口，商务部会同有关部门报国务院批准。

五、经审查准予许可的，由商务部颁发两用物项和技术出口许可证件（以下简称出口许可证件）。

六、出口许可证件申领和签发程序、特殊情况处理、文件资料保存年限等，依照商务部、海关总署令2005年第29号（《两用物项和技术进出口许可证管理办法》）的相关规定执行。

七、出口经营者应当向海关出具出口许可证件，依照《中华人民共和国海关法》的规定办理海关手续，并接受海关监管。海关凭商务部签发的出口许可证件办理验放手续。

八、出口经营者未经许可出口、超出许可范围出口或有其他违法情形的，由商务部或者海关等部门依照有关法律法规的规定给予行政处罚。构成犯罪的，依法追究刑事责任。

九、本公告自2023年12月1日起正式实施，商务部、国家国防科工委、海关总署公告2006年第50号（《决定对石墨类相关制品实施临时出口管制措施》）同时废止。',0,1063,'[]','seed-29bc36985b78e6da1a5a60f5',2,'2025-06-01 00:00:00.000000',NULL,1,1);
INSERT INTO "statement" VALUES('seed-c330be749418eafbea4cb01d',NULL,'seed','http://exportcontrol.mofcom.gov.cn/article/zcfg/gnzcfg/zcfggzqd/202312/941.html','CN-MOFCOM',NULL,NULL,'2023-12-29','2023-12-29','day','seed',0,'2023-12-29 00:00:00.000000','full_text',1,'issuer','zh','["export-controls"]','根据《中华人民共和国出口管制法》和商务部、海关总署2005年第29号令《两用物项和技术进出口许可证管理办法》以及2024年《中华人民共和国进出口税则》，商务部和海关总署对《两用物项和技术进出口许可证管理目录》进行了调整，现将调整后的《两用物项和技术进出口许可证管理目录》（见附件）予以公布。

进口经营者进口放射性同位素按《放射性同位素与射线装置安全和防护条例》和《两用物项和技术进出口许可证管理办法》有关规定，报生态环境部审批后，在商务部配额许可证事务局申领两用物项和技术进口许可证，凭证向海关办理进口手续。

本公告自2024年1月1日起正式实施，商务部、海关总署2022年第42号公告公布的《两用物项和技术进出口许可证管理目录》同时废止。

附件：两用物项和技术进出口许可证管理目录.pdf',0,348,'[]','seed-c330be749418eafbea4cb01d',2,'2025-06-01 00:00:00.000000',NULL,1,1);
INSERT INTO "statement" VALUES('seed-ee7b2edd6353849e86c5ec89',NULL,'seed','http://exportcontrol.mofcom.gov.cn/article/zcfg/gnzcfg/zcfggzqd/202408/1024.html','CN-MOFCOM',NULL,NULL,'2024-08-26','2024-08-26','day','seed',0,'2024-08-26 00:00:00.000000','full_text',1,'issuer','zh','["gallium-germanium-antimony","tungsten-graphite","export-controls","critical-minerals"]','根据《中华人民共和国出口管制法》《中华人民共和国对外贸易法》《中华人民共和国海关法》有关规定，为维护国家安全和利益、履行防扩散等国际义务，经国务院批准，决定对下列物项实施出口管制。现将有关事项公告如下：

一、满足以下特性的物项，未经许可，不得出口：

1.锑矿及原料，包括但不限于块、颗粒、粉末、结晶体等形态。（参考海关商品编号：2617101000、2617109001、2617109090、2830902000）

2.金属锑及制品，包括但不限于锭、块、珠、颗粒、粉末等形态。（参考海关商品编号：8110101000、8110102000、8110200000、8110900000）

3.锑的氧化物，纯度大于等于99.99%，包括但不限于粉末形态。（参考海关商品编号：2825800010）

4.三甲基锑、三乙基锑及其他有机锑化合物，纯度（无机元素基准）大于99.999%。（参考海关商品编号：2931900032）

5.锑的氢化物，纯度大于99.999%（含在惰性气体或氢气中稀释的锑的氢化物）。（参考海关商品编号：2850009020）

6.锑化铟，具有以下所有特性：位错密度小于50个/平方厘米的单晶，以及纯度大于99.99999%的多晶，包括但不限于锭（棒）、块、片、靶材、颗粒、粉末、碎料等形态。（参考海关商品编号：2853909031）

1.六面顶压机设备，具有以下所有特性：专门设计或制造的X/Y/Z三轴六面同步加压的大型液压机，缸径尺寸大于等于500毫米或设计使用压力大于等于5千兆帕。（参考海关商品编号：8479899956）

2.六面顶压机专用关键零部件，包括铰链梁、顶锤、合成压力大于5千兆帕的高压控制系统。（参考海关商品编号：8479909020、9032899094）

3.微波等离子体化学气相沉积法（MPCVD）设备，具有以下所有特性：专门设计或制造的MPCVD设备，微波功率在10千瓦以上，且微波频率为915兆赫或2450兆赫。（参考海关商品编号：8479899957）

4.金刚石窗口材料，包括曲面金刚石窗口材料，或具有以下全部特征的平面金刚石窗口材料：（1）直径3英寸及以上的单晶或多晶；（2）可见光透过率65%及以上。（参考海关商品编号：7104911010）

5.用六面顶压机合成人造金刚石单晶或立方氮化硼单晶工艺技术。

6.用于制造已列管的六面顶压机设备的技术。

二、出口经营者应按照相关规定办理出口许可手续，通过省级商务主管部门向商务部提出申请，填写两用物项和技术出口申请表并提交下列文件：

（一）出口合同、协议的原件或者与原件一致的复印件、扫描件；

（五）申请人的法定代表人、主要经营管理人以及经办人的身份证明。

三、商务部应当自收到出口申请文件之日起进行审查，或者会同有关部门进行审查，并在法定时限内作出准予或者不予许可的决定。

对国家安全有重大影响的本公告所列物项的出口，由商务部会同有关部门报国务院批准。

四、经审查准予许可的，由商务部颁发两用物项和技术出口许可证件（以下简称出口许可证件）。

五、出口许可证件申领和签发程序、特殊情况处理、文件资料保存年限等，依照商务部、海关总署令2005年第29号（《两用物项和技术进出口许可证管理办法》）的相关规定执行。

六、出口经营者应当向海关出具出口许可证件，依照《中华人民共和国海关法》的规定办理海关手续，并接受海关监管。海关凭商务部签发的出口许可证件办理验放手续。

七、出口经营者未经许可出口、超出许可范围出口或有其他违法情形的，由商务部或者海关等部门依照有关法律法规的规定给予行政处罚。构成犯罪的，依法追究刑事责任。

八、本公告自2024年9月15日起正式实施。',0,1555,'[]','seed-ee7b2edd6353849e86c5ec89',2,'2025-06-01 00:00:00.000000',NULL,1,1);
INSERT INTO "statement" VALUES('seed-953262115f4fc0f71ebb2e9e',NULL,'seed','http://exportcontrol.mofcom.gov.cn/article/zcfg/gnzcfg/zcfggzqd/202408/1023.html','CN-MOFCOM',NULL,NULL,'2024-08-26','2024-08-26','day','seed',0,'2024-08-26 00:00:00.000000','full_text',1,'issuer','zh','["export-controls"]','根据《中华人民共和国出口管制法》《中华人民共和国对外贸易法》《中华人民共和国海关法》有关规定，为维护国家安全和利益，经国务院、中央军委批准，决定调整特定无人驾驶航空飞行器及其相关物项的出口管制措施。有关事项公告如下：

一、满足以下特性的物项，未经许可，不得出口：

（一）最大持续功率超过16千瓦（kW）的专门用于特定无人驾驶航空飞行器或无人驾驶飞艇的航空发动机（参考海关商品编号：8501200010、8501320010、8501330010、8501340010、8501400010、8501520010、8501530010、8407101010、8407102010、8408909230、8408909320、8411111010、8411119010、8411121010、8411129020、8411210010、8411221010、8411222010、8411223010、8411810002）。

（二）满足一定技术指标的专门用于特定无人驾驶航空飞行器或无人驾驶飞艇的载荷，包括红外成像设备、合成孔径雷达、用于目标指示的激光器和惯性测量设备。

1.具有以下所有特性的红外成像设备（参考海关商品编号：8525891110、8525892110、8525893110）：

（1）波长范围在780纳米（nm）至30000纳米（nm）之间；

（2）瞬时视场角（IFOV）小于2.5毫弧度（mrad）。

2.作用距离大于5千米（km），且具有以下任一特性的合成孔径雷达（SAR）（参考海关商品编号：8526109011）：

3.可在高于55摄氏度（℃）环境中稳定工作，且具有以下所有特性的用于目标指示的激光器（参考海关商品编号：9013200093）：

（4）光束发散角小于0.3毫弧度（mrad）。

4.具有以下所有特性的惯性测量设备（参考海关商品编号：9014209014）：

（三）专门用于特定无人驾驶航空飞行器或无人驾驶飞艇，且具有下述任一特性的无线电通信设备（参考海关商品编号：8517629910、8517691002、8526920010）：

1.无线电视距传输距离大于50千米（km）；

1.干扰范围大于5千米（km）的反无人机电子干扰设备（参考海关商品编号：8543709960）；

2.专门用于反无人机系统的输出功率大于1.5千瓦（kW）的高功率激光器（参考海关商品编号：9013200093）。

技术说明：“特定无人驾驶航空飞行器或无人驾驶飞艇”是指满足商务部、海关总署公告2015年第31号（《关于加强部分两用物项出口管制的公告》）中1.1款所列条件的无人驾驶航空飞行器或无人驾驶飞艇。

二、对于未列入出口管制清单或者未实施临时管制的所有无人驾驶航空飞行器，出口经营者明知或者应当知道出口将用于大规模杀伤性武器扩散、恐怖主义活动或者军事目的的，不得出口。违反规定的，按照《中华人民共和国出口管制法》第三十四条处罚。

三、出口经营者应按照相关规定办理出口许可手续，通过省级商务主管部门向商务部提出申请，填写两用物项和技术出口申请表并提交下列文件：

（一）出口合同、协议的原件或者与原件一致的复印件、扫描件；

（五）申请人的法定代表人、主要经营管理人以及经办人的身份证明。

四、商务部应当自收到出口申请文件之日起进行审查，或者会同有关部门进行审查，并在法定时限内作出准予或者不予许可的决定。

对国家安全有重大影响的本公告所列物项的出口，商务部会同有关部门报国务院批准。

五、经审查准予许可的，由商务部颁发两用物项和技术出口许可证件（以下简称出口许可证件）。

六、出口许可证件申领和签发程序、特殊情况处理、文件资料保存年限等，依照商务部、海关总署令2005年第29号（《两用物项和技术进出口许可证管理办法》）的相关规定执行。

七、出口经营者应当向海关出具出口许可证件，依照《中华人民共和国海关法》的规定办理海关手续，并接受海关监管。海关凭商务部签发的出口许可证件办理验放手续。

八、出口经营者未经许可出口、超出许可范围出口或有其他违法情形的，由商务部或者海关等部门依照有关法律法规的规定给予行政处罚。构成犯罪的，依法追究刑事责任。

九、本公告自2024年9月1日起正式实施。商务部 海关总署 国家国防科工局 中央军委装备发展部公告2023年第27号和第28号同时废止。',0,1827,'[]','seed-953262115f4fc0f71ebb2e9e',2,'2025-06-01 00:00:00.000000',NULL,1,1);
INSERT INTO "statement" VALUES('763805c2b054a14eb18f6d90','4346f3e20773a0c66985982b0341f592','wire','https://news.example/june','CN-MFA','Lin Jian','spokesperson','2025-06-12','2025-06-12','day','explicit: "June 12"',0,'2025-06-12 10:00:00.000000','direct',2,'wire','en','["rare-earths","critical-minerals"]','China will approve qualified applications for rare-earth exports without delay',94,172,'[]','763805c2b054a14eb18f6d90',2,'2025-06-12 10:00:00.000000',NULL,1,0);
INSERT INTO "statement" VALUES('994c17c7100e2d581e7f94e4','fd313f7cc3fb8c0a3e2acbf8eb1e675e','wire','https://news.example/july','CN-MFA','Guo Jiakun','spokesperson','2025-07-24','2025-07-24','day','weekday: "Thursday"',0,'2025-07-24 10:00:00.000000','indirect',3,'wire','en','["rare-earths","critical-minerals"]','Asked about rare-earth magnets at a daily briefing',10,60,'[]','994c17c7100e2d581e7f94e4',2,'2025-07-24 10:00:00.000000',NULL,0,0);
INSERT INTO "statement" VALUES('5f148fcd389a2ce8ca32f614','fd313f7cc3fb8c0a3e2acbf8eb1e675e','wire','https://news.example/july','CN-MFA','Guo Jiakun','spokesperson','2025-07-24','2025-07-24','day','inherited from weekday: "Thursday"',0,'2025-07-24 10:00:00.000000','direct',2,'wire','en','["export-controls"]','We stand ready to work with relevant countries and regions to continue enhancing dialogue and cooperation on export controls and jointly keep global industrial and supply chains stable, safe and secure',134,335,'[]','994c17c7100e2d581e7f94e4',2,'2025-07-24 10:00:00.000000','2025-07-24 15:00:00.000000',0,0);
INSERT INTO "statement" VALUES('b5d0ded575a057c4a5715c83','fd313f7cc3fb8c0a3e2acbf8eb1e675e','wire','https://news.example/july','CN-MFA','Guo Jiakun','spokesperson','2025-07-24','2025-07-24','day','inherited from weekday: "Thursday"',0,'2025-07-24 15:00:00.000000','direct',2,'wire','en','["export-controls"]','We stand ready to work with relevant countries and regions to enhance dialogue and cooperation on export controls and jointly keep global industrial and supply chains stable, safe and secure',134,324,'[]','994c17c7100e2d581e7f94e4',2,'2025-07-24 15:00:00.000000',NULL,0,0);
INSERT INTO "statement" VALUES('a7144b0d29dcd4c4f9bd6c63','eac16691de9c027d9da787422720751f','wire','https://news.example/august','CN-MFA','Mao Ning','spokesperson','2025-08-19','2025-08-19','day','explicit: "August 19"',0,'2025-08-19 10:00:00.000000','direct',2,'wire','en','["rare-earths","critical-minerals"]','China will not approve qualified applications for rare-earth exports without delay',96,178,'[]','a7144b0d29dcd4c4f9bd6c63',2,'2025-08-19 10:00:00.000000',NULL,0,0);
INSERT INTO "statement" VALUES('8c8642e79cd9642060a502ab','df99a104d8b5d09c98a2a5918c3b516a','wire','https://news.example/august-2','CN-MFA','Mao Ning','spokesperson','2025-08-19','2025-08-19','day','weekday: "Tuesday"',0,'2025-08-19 12:00:00.000000','direct',2,'wire','en','["rare-earths","critical-minerals"]','What I can tell you is that we are willing to strengthen dialogue and cooperation with relevant countries and regions to jointly maintain the stability of the global industrial and supply chains',78,272,'[]','8c8642e79cd9642060a502ab',2,'2025-08-19 12:00:00.000000',NULL,0,0);
INSERT INTO "statement" VALUES('d709103aa24df9bf9e763ffc','9378ec7b4305a6a8a7861e087c79ec50','zh','https://news.example/zh-1','CN-MFA','Mao Ning','spokesperson','2025-08-19','2025-08-19','day','explicit: "8月19日"',0,'2025-08-19 13:00:00.000000','direct',2,'issuer','zh','["rare-earths","critical-minerals"]','我们愿与有关国家和地区加强对话合作，共同维护全球产供链的稳定',31,61,'[]','8c8642e79cd9642060a502ab',2,'2025-08-19 13:00:00.000000',NULL,0,0);
CREATE TABLE statement_topic (
	topic TEXT NOT NULL, 
	statement TEXT NOT NULL, 
	CONSTRAINT pk_statement_topic PRIMARY KEY (topic, statement), 
	CONSTRAINT fk_statement_topic_statement_statement FOREIGN KEY(statement) REFERENCES statement (id) ON DELETE CASCADE
);
INSERT INTO "statement_topic" VALUES('tungsten-graphite','seed-29bc36985b78e6da1a5a60f5');
INSERT INTO "statement_topic" VALUES('export-controls','seed-29bc36985b78e6da1a5a60f5');
INSERT INTO "statement_topic" VALUES('critical-minerals','seed-29bc36985b78e6da1a5a60f5');
INSERT INTO "statement_topic" VALUES('export-controls','seed-c330be749418eafbea4cb01d');
INSERT INTO "statement_topic" VALUES('gallium-germanium-antimony','seed-ee7b2edd6353849e86c5ec89');
INSERT INTO "statement_topic" VALUES('tungsten-graphite','seed-ee7b2edd6353849e86c5ec89');
INSERT INTO "statement_topic" VALUES('export-controls','seed-ee7b2edd6353849e86c5ec89');
INSERT INTO "statement_topic" VALUES('critical-minerals','seed-ee7b2edd6353849e86c5ec89');
INSERT INTO "statement_topic" VALUES('export-controls','seed-953262115f4fc0f71ebb2e9e');
INSERT INTO "statement_topic" VALUES('rare-earths','763805c2b054a14eb18f6d90');
INSERT INTO "statement_topic" VALUES('critical-minerals','763805c2b054a14eb18f6d90');
INSERT INTO "statement_topic" VALUES('rare-earths','994c17c7100e2d581e7f94e4');
INSERT INTO "statement_topic" VALUES('critical-minerals','994c17c7100e2d581e7f94e4');
INSERT INTO "statement_topic" VALUES('export-controls','5f148fcd389a2ce8ca32f614');
INSERT INTO "statement_topic" VALUES('export-controls','b5d0ded575a057c4a5715c83');
INSERT INTO "statement_topic" VALUES('rare-earths','a7144b0d29dcd4c4f9bd6c63');
INSERT INTO "statement_topic" VALUES('critical-minerals','a7144b0d29dcd4c4f9bd6c63');
INSERT INTO "statement_topic" VALUES('rare-earths','8c8642e79cd9642060a502ab');
INSERT INTO "statement_topic" VALUES('critical-minerals','8c8642e79cd9642060a502ab');
INSERT INTO "statement_topic" VALUES('rare-earths','d709103aa24df9bf9e763ffc');
INSERT INTO "statement_topic" VALUES('critical-minerals','d709103aa24df9bf9e763ffc');
CREATE INDEX ix_alert_created_at_id ON alert (created_at, id);
CREATE INDEX ix_alert_shift ON alert (shift);
CREATE INDEX ix_entry_source_missing_since ON entry (source, missing_since);
CREATE INDEX ix_item_first_seen_at_id ON item (first_seen_at, id);
CREATE INDEX ix_item_source_first_seen_at ON item (source, first_seen_at);
CREATE INDEX ix_delivery_receiver_state ON delivery (receiver, state);
CREATE INDEX ix_delivery_state_next_attempt_at ON delivery (state, next_attempt_at);
CREATE INDEX ix_shift_body_created_at ON shift (body, created_at);
CREATE INDEX ix_shift_created_at_id ON shift (created_at, id);
CREATE INDEX ix_shift_item ON shift (item);
CREATE INDEX ix_statement_body_day ON statement (body, day);
CREATE INDEX ix_statement_day_id ON statement (day, id);
CREATE INDEX ix_statement_item ON statement (item);
CREATE INDEX ix_statement_utterance ON statement (utterance);
COMMIT;
