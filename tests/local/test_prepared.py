"""The state of the database is remembered in the database itself."""

import os

import psycopg

from barnstod.local.prepare import read_stamp, write_stamp


def test_stamp_goes_where_the_database_goes():
    with psycopg.connect(os.environ["BARNSTOD_TEST_ADMIN_URL"], autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS stamped")
        admin.execute("CREATE DATABASE stamped")
        url = os.environ["BARNSTOD_TEST_ADMIN_URL"].removesuffix("postgres") + "stamped"
        with psycopg.connect(url, autocommit=True) as connection:
            assert read_stamp(connection) == ""
            write_stamp(connection, "demo 1")
            assert read_stamp(connection) == "demo 1"
        admin.execute("DROP DATABASE stamped")
        admin.execute("CREATE DATABASE stamped")
        with psycopg.connect(url, autocommit=True) as connection:
            assert read_stamp(connection) == ""
        admin.execute("DROP DATABASE stamped")


def test_database_of_somebody_else_takes_no_stamp_and_no_harm():
    with psycopg.connect(os.environ["BARNSTOD_TEST_ADMIN_URL"], autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS theirs")
        admin.execute("CREATE DATABASE theirs")
        url = os.environ["DATABASE_URL"].removesuffix("barnstod_test") + "theirs"
        with psycopg.connect(url, autocommit=True) as connection:
            write_stamp(connection, "demo 1")
            assert read_stamp(connection) == ""
        admin.execute("DROP DATABASE theirs")
