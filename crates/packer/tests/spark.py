"""Counts a log in Spark's local mode: `spark.py SQL LOG FEED [VOTES PAIRS ITEMS]`.

Without votes it prints how many days the log spans and its vintage; with them it writes the counts.
"""

import csv
import sys

from pyspark.sql import SparkSession

sql, log, feed, *rest = sys.argv[1:]
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.sql.shuffle.partitions", "4")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")


def table(name, path, columns):
    spark.read.csv(path, header=True).selectExpr(*columns).createOrReplaceTempView(name)


def write(view, path):
    rows = spark.sql(f"SELECT * FROM {view}")
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(rows.columns)
        out.writerows(rows.toLocalIterator())


table(
    "homekept_log",
    log,
    ["session", "visitor", "CAST(time AS BIGINT) * 1000 AS time", "CAST(line AS BIGINT) AS place", "item"],
)
table("homekept_feed", feed, ["id"])
first, *others = [statement for statement in open(sql).read().split(";\n") if statement.strip()]
spark.sql(first)
if not rest:
    days, vintage = spark.sql("SELECT days, CAST(vintage AS STRING) FROM homekept_span").first()
    print(days, vintage)
else:
    votes, pairs, items = rest
    columns = ["direction", "CAST(distance AS INT)", "CAST(day AS INT)", "CAST(votes AS BIGINT)"]
    table("homekept_votes", votes, columns)
    for statement in others:
        spark.sql(statement)
    write("homekept_pairs", pairs)
    write("homekept_items", items)
