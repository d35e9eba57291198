

CREATE TABLE alembic_version (
    version_num character varying(32) NOT NULL
);

CREATE TABLE applied (
    stage text NOT NULL COLLATE pg_catalog."C",
    topic text NOT NULL COLLATE pg_catalog."C",
    partition integer NOT NULL,
    "offset" bigint NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    recorded bytea NOT NULL
);

CREATE TABLE archive_files (
    name text NOT NULL COLLATE pg_catalog."C",
    topic text NOT NULL COLLATE pg_catalog."C",
    partition integer NOT NULL,
    epoch integer NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    bytes bigint NOT NULL,
    pages integer NOT NULL,
    opened_at bigint NOT NULL,
    written_at bigint NOT NULL
);

CREATE TABLE archive_pages (
    n bigint NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    url_key text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    lane text NOT NULL COLLATE pg_catalog."C",
    fetched_at bigint NOT NULL,
    file text NOT NULL COLLATE pg_catalog."C",
    "offset" bigint NOT NULL,
    length bigint NOT NULL
);

CREATE SEQUENCE archive_pages_n_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE archive_pages_n_seq OWNED BY archive_pages.n;

CREATE TABLE article_revisions (
    id text NOT NULL COLLATE pg_catalog."C",
    revision integer NOT NULL,
    change text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    fetched_at bigint NOT NULL,
    body text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT article_revisions_body_check CHECK (((body)::json IS NOT NULL))
);

CREATE TABLE article_tokens (
    doc bigint NOT NULL,
    title text[] NOT NULL COLLATE pg_catalog."C",
    anywhere text[] NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE article_watches (
    article_id text NOT NULL COLLATE pg_catalog."C",
    watch text NOT NULL COLLATE pg_catalog."C",
    score double precision NOT NULL,
    sorted_at bigint NOT NULL
);

CREATE TABLE articles (
    doc bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    revision integer NOT NULL,
    url text NOT NULL COLLATE pg_catalog."C",
    canonical_url text NOT NULL COLLATE pg_catalog."C",
    url_key text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    publisher text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    lead text NOT NULL COLLATE pg_catalog."C",
    published_at bigint,
    sorted_at bigint NOT NULL,
    first_seen bigint NOT NULL,
    fetched_at bigint NOT NULL,
    language text NOT NULL COLLATE pg_catalog."C",
    lane text NOT NULL COLLATE pg_catalog."C",
    change text NOT NULL COLLATE pg_catalog."C",
    flags text NOT NULL COLLATE pg_catalog."C",
    watches text NOT NULL COLLATE pg_catalog."C",
    CONSTRAINT articles_flags_check CHECK (((flags)::json IS NOT NULL)),
    CONSTRAINT articles_watches_check CHECK (((watches)::json IS NOT NULL))
);

CREATE SEQUENCE articles_doc_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE articles_doc_seq OWNED BY articles.doc;

CREATE TABLE fate_counts (
    minute bigint NOT NULL,
    stage text NOT NULL COLLATE pg_catalog."C",
    outcome text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    records bigint NOT NULL,
    ms double precision NOT NULL
);

CREATE TABLE fates (
    n bigint NOT NULL,
    stage text NOT NULL COLLATE pg_catalog."C",
    batch text NOT NULL COLLATE pg_catalog."C",
    ordinal integer NOT NULL,
    event_id text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    outcome text NOT NULL COLLATE pg_catalog."C",
    reason text NOT NULL COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C",
    ms double precision NOT NULL,
    lane text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL
);

CREATE SEQUENCE fates_n_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE fates_n_seq OWNED BY fates.n;

CREATE TABLE hosts (
    host text NOT NULL COLLATE pg_catalog."C",
    next_due_at bigint,
    lease_owner text NOT NULL COLLATE pg_catalog."C",
    leased_until bigint NOT NULL,
    epoch integer NOT NULL,
    ready_at bigint NOT NULL,
    failures integer NOT NULL
);

CREATE TABLE list_checks (
    n bigint NOT NULL,
    url text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    result text NOT NULL COLLATE pg_catalog."C",
    reason text COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C",
    found integer NOT NULL
);

CREATE SEQUENCE list_checks_n_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE list_checks_n_seq OWNED BY list_checks.n;

CREATE TABLE owners (
    stage text NOT NULL COLLATE pg_catalog."C",
    topic text NOT NULL COLLATE pg_catalog."C",
    partition integer NOT NULL,
    epoch integer NOT NULL
);

CREATE TABLE poll_log (
    n bigint NOT NULL,
    url text NOT NULL COLLATE pg_catalog."C",
    slot text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    at bigint NOT NULL,
    reason text COLLATE pg_catalog."C",
    detail text NOT NULL COLLATE pg_catalog."C",
    found integer NOT NULL,
    result text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    new integer DEFAULT 0 NOT NULL,
    known integer DEFAULT 0 NOT NULL,
    refused integer DEFAULT 0 NOT NULL
);

CREATE SEQUENCE poll_log_n_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE poll_log_n_seq OWNED BY poll_log.n;

CREATE TABLE polls (
    url text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    next_due_at bigint NOT NULL,
    lease_owner text NOT NULL COLLATE pg_catalog."C",
    leased_until bigint NOT NULL,
    etag text NOT NULL COLLATE pg_catalog."C",
    last_modified text NOT NULL COLLATE pg_catalog."C",
    body_hash text NOT NULL COLLATE pg_catalog."C",
    failures integer NOT NULL,
    last_at bigint,
    last_reason text COLLATE pg_catalog."C",
    last_detail text NOT NULL COLLATE pg_catalog."C",
    found bigint NOT NULL,
    polled bigint DEFAULT 0 NOT NULL,
    seen bytea,
    tempo text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);

CREATE TABLE replays (
    id text NOT NULL COLLATE pg_catalog."C",
    until bigint NOT NULL,
    fetched_at bigint NOT NULL,
    n bigint NOT NULL,
    published bigint NOT NULL
);

CREATE TABLE state (
    stage text NOT NULL COLLATE pg_catalog."C",
    key text NOT NULL COLLATE pg_catalog."C",
    value bytea NOT NULL
);

CREATE TABLE turns (
    host text NOT NULL COLLATE pg_catalog."C",
    taken_by text NOT NULL COLLATE pg_catalog."C",
    taken_until bigint NOT NULL,
    next_by text NOT NULL COLLATE pg_catalog."C",
    next_until bigint NOT NULL,
    ready_at bigint NOT NULL
);

CREATE TABLE urls (
    url_key text NOT NULL COLLATE pg_catalog."C",
    url text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    host text NOT NULL COLLATE pg_catalog."C",
    lane text NOT NULL COLLATE pg_catalog."C",
    requested boolean NOT NULL,
    slot integer NOT NULL,
    due_at bigint,
    taken_epoch integer NOT NULL,
    tries integer NOT NULL,
    tombstone boolean NOT NULL,
    etag text NOT NULL COLLATE pg_catalog."C",
    last_modified text NOT NULL COLLATE pg_catalog."C",
    body_hash text NOT NULL COLLATE pg_catalog."C",
    link_title text COLLATE pg_catalog."C",
    link_published bigint,
    link_modified bigint,
    first_seen bigint NOT NULL,
    first_passed_at bigint,
    passed_at bigint,
    fetched_at bigint,
    last_reason text NOT NULL COLLATE pg_catalog."C",
    last_detail text NOT NULL COLLATE pg_catalog."C",
    last_status integer NOT NULL
);

CREATE TABLE walks (
    id text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    cursor text NOT NULL COLLATE pg_catalog."C",
    pages integer NOT NULL,
    links integer NOT NULL,
    at bigint NOT NULL,
    ended text NOT NULL COLLATE pg_catalog."C"
);

ALTER TABLE ONLY archive_pages ALTER COLUMN n SET DEFAULT nextval('archive_pages_n_seq'::regclass);

ALTER TABLE ONLY articles ALTER COLUMN doc SET DEFAULT nextval('articles_doc_seq'::regclass);

ALTER TABLE ONLY fates ALTER COLUMN n SET DEFAULT nextval('fates_n_seq'::regclass);

ALTER TABLE ONLY list_checks ALTER COLUMN n SET DEFAULT nextval('list_checks_n_seq'::regclass);

ALTER TABLE ONLY poll_log ALTER COLUMN n SET DEFAULT nextval('poll_log_n_seq'::regclass);

INSERT INTO alembic_version VALUES ('0003');

INSERT INTO applied VALUES ('revise', 'frozen.cleaned', 0, 0, '3d7b955333e77bdaa78b773f854329df', '\x000000ea5b22706173736564222c206e756c6c2c2022222c205b5b2266726f7a656e2e746d7032317a686c6e65392e61727469636c6573222c2033322c20313336332c205b5b2263655f7370656376657273696f6e222c20335d2c205b2263655f6964222c2033345d2c205b2263655f74797065222c2031385d2c205b2263655f736f75726365222c2031335d2c205b2263655f7375626a656374222c2033325d2c205b2263655f74696d65222c2033325d2c205b22636f6e74656e742d74797065222c2031365d2c205b226c616e65222c20345d2c205b2277617274615f6f726967696e222c20355d5d5d5d5d64643837656561643732373863653662323265333466376234396339306166347b226964223a226464383765656164373237386365366232326533346637623439633930616634222c22706167655f6964223a223364376239353533333365373762646161373862373733663835343332396466222c2275726c223a2268747470733a2f2f6b616261722e6578616d706c652f6265726974612f6b6170616c2d6c61746968222c2263616e6f6e6963616c5f75726c223a2268747470733a2f2f6b616261722e6578616d706c652f6265726974612f6b6170616c2d6c61746968222c2275726c5f6b6579223a226b616261722e6578616d706c652f6265726974612f6b6170616c2d6c61746968222c22736f75726365223a226b61626172222c226c616e65223a226c697665222c22726571756573746564223a747275652c22666574636865645f6174223a22323032352d30342d32385431323a30303a30305a222c227075626c6973686572223a226b616261722e6578616d706c65222c227469746c65223a224b616261722064617269204b6170616c204c61746968204861726920496e69222c227375627469746c65223a22222c22617574686f7273223a5b5d2c22656469746f7273223a5b5d2c2273656374696f6e223a22222c2274616773223a5b5d2c22646174655f63616e64696461746573223a5b5d2c2270617261677261706873223a5b224b6170616c206c61746968206974752062657273616e6461722064692070656c61627568616e20706164612053656e696e207061676920736574656c6168206265726c61796172206475612062656c6173206861726920646172692053757261626179612e222c2253656b6974617220312e323530206f72616e67206e61696b206b652067656c6164616b207061646120686172692070657274616d612c206b617461206b656d656e74657269616e2070656c61796172616e20736574656d7061742e225d2c22696d61676573223a5b5d2c226c616e6775616765223a226964222c2272656d6f766564223a5b7b2272756c65223a2266697865642e7469746c65222c2274657874223a224b616261722064617269204b6170616c204c61746968204861726920496e69222c22706172616772617068223a307d5d2c22666c616773223a5b5d2c2270616765735f6a6f696e6564223a312c2270726f76656e616e6365223a5b7b226669656c64223a2263616e6f6e6963616c5f75726c222c22736f75726365223a22616464726573732066657463686564222c22636f6e666964656e6365223a302e357d2c7b226669656c64223a227075626c6973686572222c22736f75726365223a22686f7374222c22636f6e666964656e6365223a302e397d2c7b226669656c64223a227469746c65222c22736f75726365223a2268656164696e672c20617320696e20746865206d65746164617461222c22636f6e666964656e6365223a302e39357d2c7b226669656c64223a226c616e6775616765222c22736f75726365223a22776f726473206f66207468652074657874227d5d2c227175616c697479223a7b226368617273223a3139322c2270617261677261706873223a322c2272656d6f7665645f6368617273223a33312c227365636f6e645f6f70696e696f6e223a22222c2263686172736574223a227574662d38222c22756e6465636f646564223a302c226c6f7374223a302c226761696e6564223a302c2272656164696e6773223a5b7b226e616d65223a2272756c6573222c226b657074223a3136312c226c6f7374223a302c226761696e6564223a307d5d7d2c22636c65616e6572223a22332e64303831663831322b74726166696c61747572612e322e332e31222c227265766973696f6e223a312c226368616e6765223a226669727374227d312e3064643837656561643732373863653662323265333466376234396339306166342e3177617274612e61727469636c652e76312e332f77617274612f7265766973656b616261722e6578616d706c652f6265726974612f6b6170616c2d6c61746968323032362d31312d32375431393a31343a33392e3335303232392b30303a30306170706c69636174696f6e2f6a736f6e6c697665312e303030');
INSERT INTO applied VALUES ('revise', 'frozen.cleaned', 0, 1, '4a504eb7a605a2388b4b7df2c746c088', '\x0000004d5b2264726f70706564222c20226475706c69636174655f76657273696f6e222c20227468652073616d65207469746c6520616e642074657874206173207265766973696f6e2031222c205b5d5d');
INSERT INTO applied VALUES ('revise', 'frozen.cleaned', 3, 0, 'd1b0c43a92ba7f3c5b4dac6096e1960b', '\x000000ea5b22706173736564222c206e756c6c2c2022222c205b5b2266726f7a656e2e746d7032317a686c6e65392e61727469636c6573222c2033322c20313332312c205b5b2263655f7370656376657273696f6e222c20335d2c205b2263655f6964222c2033345d2c205b2263655f74797065222c2031385d2c205b2263655f736f75726365222c2031335d2c205b2263655f7375626a656374222c2032395d2c205b2263655f74696d65222c2033325d2c205b22636f6e74656e742d74797065222c2031365d2c205b226c616e65222c20345d2c205b2277617274615f6f726967696e222c20355d5d5d5d5d36663335666566306630356639366332653835663536613837353938613566327b226964223a223666333566656630663035663936633265383566353661383735393861356632222c22706167655f6964223a226431623063343361393262613766336335623464616336303936653139363062222c2275726c223a2268747470733a2f2f6b616261722e6578616d706c652f6265726974612f6a656d626174616e222c2263616e6f6e6963616c5f75726c223a2268747470733a2f2f6b616261722e6578616d706c652f6265726974612f6a656d626174616e222c2275726c5f6b6579223a226b616261722e6578616d706c652f6265726974612f6a656d626174616e222c22736f75726365223a226b61626172222c226c616e65223a226c697665222c22726571756573746564223a747275652c22666574636865645f6174223a22323032352d30342d32385431323a30303a30305a222c227075626c6973686572223a226b616261722e6578616d706c65222c227469746c65223a224b616261722064617269204a656d626174616e204861726920496e69222c227375627469746c65223a22222c22617574686f7273223a5b5d2c22656469746f7273223a5b5d2c2273656374696f6e223a22222c2274616773223a5b5d2c22646174655f63616e64696461746573223a5b5d2c2270617261677261706873223a5b224a656d626174616e2067616e74756e672064692068756c752073756e67616920646962756b61206c61676920736574656c616820706170616e206c616e7461696e796120646967616e7469206f6c65682077617267612064756120646573612e222c22416e616b2073656b6f6c616820746964616b207065726c75206c616769206d656d75746172206c65776174206a616c616e20726179612079616e67206a6175686e79612074756a7568206b696c6f6d657465722e225d2c22696d61676573223a5b5d2c226c616e6775616765223a226964222c2272656d6f766564223a5b7b2272756c65223a2266697865642e7469746c65222c2274657874223a224b616261722064617269204a656d626174616e204861726920496e69222c22706172616772617068223a307d5d2c22666c616773223a5b5d2c2270616765735f6a6f696e6564223a312c2270726f76656e616e6365223a5b7b226669656c64223a2263616e6f6e6963616c5f75726c222c22736f75726365223a22616464726573732066657463686564222c22636f6e666964656e6365223a302e357d2c7b226669656c64223a227075626c6973686572222c22736f75726365223a22686f7374222c22636f6e666964656e6365223a302e397d2c7b226669656c64223a227469746c65222c22736f75726365223a2268656164696e6720616c6f6e65222c22636f6e666964656e6365223a302e377d2c7b226669656c64223a226c616e6775616765222c22736f75726365223a22776f726473206f66207468652074657874227d5d2c227175616c697479223a7b226368617273223a3138302c2270617261677261706873223a322c2272656d6f7665645f6368617273223a32382c227365636f6e645f6f70696e696f6e223a22222c2263686172736574223a227574662d38222c22756e6465636f646564223a302c226c6f7374223a302c226761696e6564223a302c2272656164696e6773223a5b7b226e616d65223a2272756c6573222c226b657074223a3135322c226c6f7374223a302c226761696e6564223a307d5d7d2c22636c65616e6572223a22332e64303831663831322b74726166696c61747572612e322e332e31222c227265766973696f6e223a312c226368616e6765223a226669727374227d312e3036663335666566306630356639366332653835663536613837353938613566322e3177617274612e61727469636c652e76312e332f77617274612f7265766973656b616261722e6578616d706c652f6265726974612f6a656d626174616e323032362d31312d32375431393a31343a33392e3335323831352b30303a30306170706c69636174696f6e2f6a736f6e6c697665312e303030');

INSERT INTO archive_files VALUES ('frozen.pages-000-000001-00001.warc.gz', 'frozen.pages', 0, 1, 'open', 4153, 3, 1795806881576429, 1795806881580052);

INSERT INTO archive_pages VALUES (1, '3d7b955333e77bdaa78b773f854329df', 'kabar.example/berita/kapal-latih', 'kabar', 'live', 1745841600000000, 'frozen.pages-000-000001-00001.warc.gz', 298, 1318);
INSERT INTO archive_pages VALUES (2, 'd1b0c43a92ba7f3c5b4dac6096e1960b', 'kabar.example/berita/jembatan', 'kabar', 'live', 1745841600000000, 'frozen.pages-000-000001-00001.warc.gz', 1616, 1305);
INSERT INTO archive_pages VALUES (3, '4a504eb7a605a2388b4b7df2c746c088', 'kabar.example/berita/kapal-latih', 'kabar', 'live', 1745845200000000, 'frozen.pages-000-000001-00001.warc.gz', 2921, 1232);

INSERT INTO article_revisions VALUES ('dd87eead7278ce6b22e34f7b49c90af4', 1, 'first', 'Kabar dari Kapal Latih Hari Ini', 1745841600000000, '{"id":"dd87eead7278ce6b22e34f7b49c90af4","page_id":"3d7b955333e77bdaa78b773f854329df","url":"https://kabar.example/berita/kapal-latih","canonical_url":"https://kabar.example/berita/kapal-latih","url_key":"kabar.example/berita/kapal-latih","source":"kabar","lane":"live","requested":true,"fetched_at":"2025-04-28T12:00:00Z","publisher":"kabar.example","title":"Kabar dari Kapal Latih Hari Ini","subtitle":"","authors":[],"editors":[],"section":"","tags":[],"date_candidates":[],"paragraphs":["Kapal latih itu bersandar di pelabuhan pada Senin pagi setelah berlayar dua belas hari dari Surabaya.","Sekitar 1.250 orang naik ke geladak pada hari pertama, kata kementerian pelayaran setempat."],"images":[],"language":"id","removed":[{"rule":"fixed.title","text":"Kabar dari Kapal Latih Hari Ini","paragraph":0}],"flags":[],"pages_joined":1,"provenance":[{"field":"canonical_url","source":"address fetched","confidence":0.5},{"field":"publisher","source":"host","confidence":0.9},{"field":"title","source":"heading, as in the metadata","confidence":0.95},{"field":"language","source":"words of the text"}],"quality":{"chars":192,"paragraphs":2,"removed_chars":31,"second_opinion":"","charset":"utf-8","undecoded":0,"lost":0,"gained":0,"readings":[{"name":"rules","kept":161,"lost":0,"gained":0}]},"cleaner":"3.d081f812+trafilatura.2.3.1","revision":1,"change":"first","watches":[],"search_text":"kabar dari kapal latih hari ini kapal latih itu sandar di labuh pada senin pagi telah layar dua belas hari dari surabaya sekitar 1.250 orang naik ke geladak pada hari pertama kata menteri layar tempat"}');
INSERT INTO article_revisions VALUES ('6f35fef0f05f96c2e85f56a87598a5f2', 1, 'first', 'Kabar dari Jembatan Hari Ini', 1745841600000000, '{"id":"6f35fef0f05f96c2e85f56a87598a5f2","page_id":"d1b0c43a92ba7f3c5b4dac6096e1960b","url":"https://kabar.example/berita/jembatan","canonical_url":"https://kabar.example/berita/jembatan","url_key":"kabar.example/berita/jembatan","source":"kabar","lane":"live","requested":true,"fetched_at":"2025-04-28T12:00:00Z","publisher":"kabar.example","title":"Kabar dari Jembatan Hari Ini","subtitle":"","authors":[],"editors":[],"section":"","tags":[],"date_candidates":[],"paragraphs":["Jembatan gantung di hulu sungai dibuka lagi setelah papan lantainya diganti oleh warga dua desa.","Anak sekolah tidak perlu lagi memutar lewat jalan raya yang jauhnya tujuh kilometer."],"images":[],"language":"id","removed":[{"rule":"fixed.title","text":"Kabar dari Jembatan Hari Ini","paragraph":0}],"flags":[],"pages_joined":1,"provenance":[{"field":"canonical_url","source":"address fetched","confidence":0.5},{"field":"publisher","source":"host","confidence":0.9},{"field":"title","source":"heading alone","confidence":0.7},{"field":"language","source":"words of the text"}],"quality":{"chars":180,"paragraphs":2,"removed_chars":28,"second_opinion":"","charset":"utf-8","undecoded":0,"lost":0,"gained":0,"readings":[{"name":"rules","kept":152,"lost":0,"gained":0}]},"cleaner":"3.d081f812+trafilatura.2.3.1","revision":1,"change":"first","watches":[],"search_text":"kabar dari jembatan hari ini jembatan gantung di hulu sungai buka lagi telah papan lantai ganti oleh warga dua desa anak sekolah tidak perlu lagi putar lewat jalan raya yang jauh tujuh kilometer"}');

INSERT INTO article_tokens VALUES (1, '{dari,hari,ini,kabar,kapal,latih}', '{1,250,belas,dari,di,dua,geladak,hari,ini,itu,kabar,kapal,kata,ke,labuh,latih,layar,menteri,naik,orang,pada,pagi,pertama,sandar,sekitar,senin,surabaya,telah,tempat}');
INSERT INTO article_tokens VALUES (2, '{dari,hari,ini,jembatan,kabar}', '{anak,buka,dari,desa,di,dua,ganti,gantung,hari,hulu,ini,jalan,jauh,jembatan,kabar,kilometer,lagi,lantai,lewat,oleh,papan,perlu,putar,raya,sekolah,sungai,telah,tidak,tujuh,warga,yang}');

INSERT INTO articles VALUES (1, 'dd87eead7278ce6b22e34f7b49c90af4', 1, 'https://kabar.example/berita/kapal-latih', 'https://kabar.example/berita/kapal-latih', 'kabar.example/berita/kapal-latih', 'kabar', 'kabar.example', 'Kabar dari Kapal Latih Hari Ini', 'Kapal latih itu bersandar di pelabuhan pada Senin pagi setelah berlayar dua belas hari dari Surabaya.', NULL, 1745841600000000, 1745841600000000, 1745841600000000, 'id', 'live', 'first', '[]', '{}');
INSERT INTO articles VALUES (2, '6f35fef0f05f96c2e85f56a87598a5f2', 1, 'https://kabar.example/berita/jembatan', 'https://kabar.example/berita/jembatan', 'kabar.example/berita/jembatan', 'kabar', 'kabar.example', 'Kabar dari Jembatan Hari Ini', 'Jembatan gantung di hulu sungai dibuka lagi setelah papan lantainya diganti oleh warga dua desa.', NULL, 1745841600000000, 1745841600000000, 1745841600000000, 'id', 'live', 'first', '[]', '{}');

INSERT INTO fate_counts VALUES (1795806840000000, 'revise', 'dropped', 'duplicate_version', 1, 0.125);
INSERT INTO fate_counts VALUES (1795806840000000, 'revise', 'passed', '', 2, 2.502);
INSERT INTO fate_counts VALUES (1795806840000000, 'clean', 'passed', 'second_reading', 3, 39.275);
INSERT INTO fate_counts VALUES (1795806840000000, 'enrich', 'passed', '', 2, 0.8959999999999999);
INSERT INTO fate_counts VALUES (1795806840000000, 'articles', 'passed', '', 2, 16.065);
INSERT INTO fate_counts VALUES (1795806840000000, 'archive', 'passed', '', 3, 22.221);

INSERT INTO fates VALUES (1, 'revise', 'ba49167b8b36520e4b3c73bf6b98ab1b', 0, '3d7b955333e77bdaa78b773f854329df', 'kabar.example/berita/kapal-latih', 'passed', '', '', 1.75, 'live', 1795806879354795);
INSERT INTO fates VALUES (2, 'revise', 'ba49167b8b36520e4b3c73bf6b98ab1b', 1, '4a504eb7a605a2388b4b7df2c746c088', 'kabar.example/berita/kapal-latih', 'dropped', 'duplicate_version', 'the same title and text as revision 1', 0.125, 'live', 1795806879354795);
INSERT INTO fates VALUES (3, 'revise', 'ba49167b8b36520e4b3c73bf6b98ab1b', 2, 'd1b0c43a92ba7f3c5b4dac6096e1960b', 'kabar.example/berita/jembatan', 'passed', '', '', 0.752, 'live', 1795806879354795);
INSERT INTO fates VALUES (4, 'clean', 'beedd4cdfd55b389bc8274c27b08151d', 0, '3d7b955333e77bdaa78b773f854329df', 'kabar.example/berita/kapal-latih', 'passed', 'second_reading', 'kabar', 16.714, 'live', 1795806878580676);
INSERT INTO fates VALUES (5, 'clean', 'beedd4cdfd55b389bc8274c27b08151d', 1, 'd1b0c43a92ba7f3c5b4dac6096e1960b', 'kabar.example/berita/jembatan', 'passed', 'second_reading', 'kabar', 13.858, 'live', 1795806878580676);
INSERT INTO fates VALUES (6, 'clean', 'beedd4cdfd55b389bc8274c27b08151d', 2, '4a504eb7a605a2388b4b7df2c746c088', 'kabar.example/berita/kapal-latih', 'passed', 'second_reading', 'kabar', 8.703, 'live', 1795806878580676);
INSERT INTO fates VALUES (7, 'enrich', '2f9977f10617c33c14eb95b98b342590', 0, '6f35fef0f05f96c2e85f56a87598a5f2.1', 'kabar.example/berita/jembatan', 'passed', '', '', 0.569, 'live', 1795806879948163);
INSERT INTO fates VALUES (8, 'enrich', '2f9977f10617c33c14eb95b98b342590', 1, 'dd87eead7278ce6b22e34f7b49c90af4.1', 'kabar.example/berita/kapal-latih', 'passed', '', '', 0.327, 'live', 1795806879948163);
INSERT INTO fates VALUES (9, 'articles', '5508bacdb4d8f959f0a5cb0a158f7faa', 0, 'dd87eead7278ce6b22e34f7b49c90af4.1', 'kabar.example/berita/kapal-latih', 'passed', '', '', 11.073, 'live', 1795806880934544);
INSERT INTO fates VALUES (10, 'articles', '5508bacdb4d8f959f0a5cb0a158f7faa', 1, '6f35fef0f05f96c2e85f56a87598a5f2.1', 'kabar.example/berita/jembatan', 'passed', '', '', 4.992, 'live', 1795806880934544);
INSERT INTO fates VALUES (11, 'archive', 'e3c3b1b2b7db0fdebfe82bacf64114e6', 0, '3d7b955333e77bdaa78b773f854329df', 'kabar.example/berita/kapal-latih', 'passed', '', '', 7.407, 'live', 1795806881584848);
INSERT INTO fates VALUES (12, 'archive', 'e3c3b1b2b7db0fdebfe82bacf64114e6', 1, 'd1b0c43a92ba7f3c5b4dac6096e1960b', 'kabar.example/berita/jembatan', 'passed', '', '', 7.407, 'live', 1795806881584848);
INSERT INTO fates VALUES (13, 'archive', 'e3c3b1b2b7db0fdebfe82bacf64114e6', 2, '4a504eb7a605a2388b4b7df2c746c088', 'kabar.example/berita/kapal-latih', 'passed', '', '', 7.407, 'live', 1795806881584848);

INSERT INTO hosts VALUES ('kabar.example', 1745841600000000, '', 0, 0, 0, 0);

INSERT INTO owners VALUES ('revise', 'frozen.cleaned', 0, 1);
INSERT INTO owners VALUES ('revise', 'frozen.cleaned', 3, 1);
INSERT INTO owners VALUES ('articles', 'frozen.enriched', 0, 1);
INSERT INTO owners VALUES ('articles', 'frozen.enriched', 3, 1);
INSERT INTO owners VALUES ('archive', 'frozen.pages', 0, 1);
INSERT INTO owners VALUES ('fates', 'frozen.fates', 2, 1);
INSERT INTO owners VALUES ('fates', 'frozen.fates', 3, 1);
INSERT INTO owners VALUES ('frontier', 'links', 0, 1);

INSERT INTO state VALUES ('revise', 'revise/6f35fef0f05f96c2e85f56a87598a5f2', '\x7b227265766973696f6e223a312c227469746c65223a224b616261722064617269204a656d626174616e204861726920496e69222c2274657874223a224a656d626174616e2067616e74756e672064692068756c752073756e67616920646962756b61206c61676920736574656c616820706170616e206c616e7461696e796120646967616e7469206f6c65682077617267612064756120646573612e5c6e416e616b2073656b6f6c616820746964616b207065726c75206c616769206d656d75746172206c65776174206a616c616e20726179612079616e67206a6175686e79612074756a7568206b696c6f6d657465722e222c22666574636865645f6174223a22323032352d30342d32385431323a30303a30305a222c22706167655f6964223a226431623063343361393262613766336335623464616336303936653139363062222c227061676573223a5b5d7d');
INSERT INTO state VALUES ('revise', 'revise/dd87eead7278ce6b22e34f7b49c90af4', '\x7b227265766973696f6e223a312c227469746c65223a224b616261722064617269204b6170616c204c61746968204861726920496e69222c2274657874223a224b6170616c206c61746968206974752062657273616e6461722064692070656c61627568616e20706164612053656e696e207061676920736574656c6168206265726c61796172206475612062656c6173206861726920646172692053757261626179612e5c6e53656b6974617220312e323530206f72616e67206e61696b206b652067656c6164616b207061646120686172692070657274616d612c206b617461206b656d656e74657269616e2070656c61796172616e20736574656d7061742e222c22666574636865645f6174223a22323032352d30342d32385431323a30303a30305a222c22706167655f6964223a223364376239353533333365373762646161373862373733663835343332396466222c227061676573223a5b223461353034656237613630356132333838623462376466326337343663303838225d7d');

INSERT INTO urls VALUES ('kabar.example/berita/pelabuhan-baru', 'https://kabar.example/berita/pelabuhan-baru', 'kabar', 'kabar.example', 'live', false, 1, 1745841600000000, 0, 0, false, '', '', '', NULL, NULL, NULL, 1745841600000000, NULL, NULL, NULL, '', '', 0);

SELECT pg_catalog.setval('archive_pages_n_seq', 3, true);

SELECT pg_catalog.setval('articles_doc_seq', 2, true);

SELECT pg_catalog.setval('fates_n_seq', 13, true);

SELECT pg_catalog.setval('list_checks_n_seq', 1, false);

SELECT pg_catalog.setval('poll_log_n_seq', 1, false);

ALTER TABLE ONLY alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);

ALTER TABLE ONLY applied
    ADD CONSTRAINT applied_pkey PRIMARY KEY (stage, topic, partition, "offset");

ALTER TABLE ONLY archive_files
    ADD CONSTRAINT archive_files_pkey PRIMARY KEY (name);

ALTER TABLE ONLY archive_pages
    ADD CONSTRAINT archive_pages_event_id_key UNIQUE (event_id);

ALTER TABLE ONLY archive_pages
    ADD CONSTRAINT archive_pages_pkey PRIMARY KEY (n);

ALTER TABLE ONLY article_revisions
    ADD CONSTRAINT article_revisions_pkey PRIMARY KEY (id, revision);

ALTER TABLE ONLY article_tokens
    ADD CONSTRAINT article_tokens_pkey PRIMARY KEY (doc);

ALTER TABLE ONLY article_watches
    ADD CONSTRAINT article_watches_pkey PRIMARY KEY (article_id, watch);

ALTER TABLE ONLY articles
    ADD CONSTRAINT articles_id_key UNIQUE (id);

ALTER TABLE ONLY articles
    ADD CONSTRAINT articles_pkey PRIMARY KEY (doc);

ALTER TABLE ONLY fate_counts
    ADD CONSTRAINT fate_counts_pkey PRIMARY KEY (minute, stage, outcome, reason);

ALTER TABLE ONLY fates
    ADD CONSTRAINT fates_pkey PRIMARY KEY (n);

ALTER TABLE ONLY hosts
    ADD CONSTRAINT hosts_pkey PRIMARY KEY (host);

ALTER TABLE ONLY list_checks
    ADD CONSTRAINT list_checks_pkey PRIMARY KEY (n);

ALTER TABLE ONLY owners
    ADD CONSTRAINT owners_pkey PRIMARY KEY (stage, topic, partition);

ALTER TABLE ONLY poll_log
    ADD CONSTRAINT poll_log_pkey PRIMARY KEY (n);

ALTER TABLE ONLY polls
    ADD CONSTRAINT polls_pkey PRIMARY KEY (url);

ALTER TABLE ONLY replays
    ADD CONSTRAINT replays_pkey PRIMARY KEY (id);

ALTER TABLE ONLY state
    ADD CONSTRAINT state_pkey PRIMARY KEY (stage, key);

ALTER TABLE ONLY turns
    ADD CONSTRAINT turns_pkey PRIMARY KEY (host);

ALTER TABLE ONLY urls
    ADD CONSTRAINT urls_pkey PRIMARY KEY (url_key);

ALTER TABLE ONLY walks
    ADD CONSTRAINT walks_pkey PRIMARY KEY (id);

CREATE INDEX archive_files_of_partition ON archive_files USING btree (topic, partition, epoch);

CREATE INDEX archive_pages_in_time ON archive_pages USING btree (fetched_at, n);

CREATE INDEX archive_pages_of_file ON archive_pages USING btree (file, "offset");

CREATE INDEX archive_pages_of_url ON archive_pages USING hash (url_key);

CREATE INDEX article_tokens_anywhere ON article_tokens USING gin (anywhere);

CREATE INDEX article_tokens_title ON article_tokens USING gin (title);

CREATE INDEX article_watches_newest ON article_watches USING btree (watch, sorted_at, article_id);

CREATE INDEX articles_newest ON articles USING btree (sorted_at, id);

CREATE INDEX articles_of_source ON articles USING btree (source, sorted_at, id);

CREATE UNIQUE INDEX fates_of_batch ON fates USING btree (stage, batch, ordinal);

CREATE INDEX fates_of_reason ON fates USING btree (reason, n);

CREATE INDEX fates_of_stage ON fates USING btree (stage, outcome, n);

CREATE INDEX fates_of_subject ON fates USING btree (subject, at);

CREATE INDEX ix_articles_url_key ON articles USING hash (url_key);

CREATE INDEX ix_fates_at ON fates USING btree (at);

CREATE INDEX ix_hosts_next_due_at ON hosts USING btree (next_due_at);

CREATE INDEX ix_poll_log_at ON poll_log USING btree (at);

CREATE INDEX ix_polls_next_due_at ON polls USING btree (next_due_at);

CREATE INDEX ix_polls_source ON polls USING btree (source);

CREATE INDEX ix_walks_source ON walks USING btree (source);

CREATE INDEX list_checks_of_source ON list_checks USING btree (source, n);

CREATE INDEX list_checks_of_url ON list_checks USING btree (url, n);

CREATE UNIQUE INDEX poll_log_of_slot ON poll_log USING btree (url, slot);

CREATE INDEX poll_log_of_source ON poll_log USING btree (source, n);

CREATE INDEX urls_due ON urls USING btree (due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX urls_due_at_host ON urls USING btree (host, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX urls_due_on_lane ON urls USING btree (host, lane, due_at) WHERE (due_at IS NOT NULL);

CREATE INDEX urls_passed ON urls USING btree (source, passed_at);

ALTER TABLE ONLY archive_pages
    ADD CONSTRAINT archive_pages_file_fkey FOREIGN KEY (file) REFERENCES archive_files(name);

ALTER TABLE ONLY article_revisions
    ADD CONSTRAINT article_revisions_id_fkey FOREIGN KEY (id) REFERENCES articles(id);

ALTER TABLE ONLY article_tokens
    ADD CONSTRAINT article_tokens_doc_fkey FOREIGN KEY (doc) REFERENCES articles(doc) ON DELETE CASCADE;

ALTER TABLE ONLY article_watches
    ADD CONSTRAINT article_watches_article_id_fkey FOREIGN KEY (article_id) REFERENCES articles(id);

ALTER TABLE ONLY urls
    ADD CONSTRAINT urls_host_fkey FOREIGN KEY (host) REFERENCES hosts(host);


