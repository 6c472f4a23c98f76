-- Makes the role and the database of Metka in a PostgreSQL 15 cluster; for psql, as the cluster's administrator.
-- The role signs in by its operating system account over the socket (peer), and owns nothing but this database.
CREATE ROLE metka LOGIN;
-- With a C collation alone trigrams would be blind to Cyrillic letters, and names would not stand in Russian order.
CREATE DATABASE metka OWNER metka TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER icu ICU_LOCALE 'ru-RU' LOCALE 'C.UTF-8';
\connect metka
CREATE EXTENSION postgis;
CREATE EXTENSION btree_gist;
CREATE EXTENSION pg_trgm;
CREATE EXTENSION unaccent;
