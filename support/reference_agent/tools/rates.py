"""Thresholds and discount rates behind every saving.

Each figure is marked as *published* (with where) or *assumed*. Published ones vary by region,
machine and date, and providers advertise "up to" figures; typical or lower ones are used here, to
be confirmed against the current price list before anything is bought. Rates are fractions of the
price, utilization is in percent, time is in days.
"""

from __future__ import annotations

#: Assumed: a machine that is busy less than this is idle.
IDLE_BELOW = 10
#: Assumed: between idle and this a machine is too large for its work.
UNDERUSED_BELOW = 45
#: Assumed: what a rightsized fleet is planned to run at, leaving room for peaks.
TARGET_UTILIZATION = 60
#: Assumed: share of a computed rightsizing that is reached; sizes come in steps, owners object.
RIGHTSIZE_REALIZED = 0.55
#: Assumed: share of an idle machine's cost that ends with it; snapshots and shared parts stay.
IDLE_REALIZED = 0.9
#: Development machines off outside 60 of 168 weekly hours save 64 %; assumed: a sixth of that is
#: lost to late work.
SCHEDULE_SAVING = 0.53
#: Assumed: 60 % off on half of the hours, the rest stays on demand as fallback. The three
#: providers' spot pages advertise up to about 90 %.
SPOT_SAVING = 0.6 * 0.5
#: Assumed within the published range, one year without upfront payment. AWS Savings Plans come
#: "closer to 30 %" in most cases (vantage.sh, What is an AWS Savings Plan); Azure savings plans sit
#: between 11 % and 65 % (intercept.cloud, Azure Savings Plans); GPUs on Google Cloud need
#: resource-based commitments, other machines may use flexible ones.
ONE_YEAR = {"AWS": 0.27, "Azure": 0.27, "GCP": 0.28}
#: Assumed likewise for three years, somewhat under twice the one-year rate.
THREE_YEAR = {"AWS": 0.46, "Azure": 0.45, "GCP": 0.46}
#: Assumed: share of the steady base that is committed to, so that growth and shrinkage both fit.
COMMITMENT_COVERAGE = 0.8

#: Published: batch requests cost about half on Amazon Bedrock, Azure OpenAI (Global Batch) and
#: Vertex AI (pricing pages; compared at getnadir.com, Batch inference).
BATCH_SAVING = 0.5
#: Assumed: cached input is much cheaper, output is not; of a repeated request's whole price this
#: share is saved.
CACHE_SAVING = 0.4
#: Assumed: what a small model of the same family costs less for a request it answers as well.
ROUTE_SAVING = 0.7

#: Assumed: unread for this long, data belongs in a cool tier ...
COOL_AFTER_DAYS = 60
#: ... and for this long in an archive tier with instant reads.
ARCHIVE_AFTER_DAYS = 180
#: Published, USD for a GB-month in US regions (finout.io, Cloud storage pricing comparison): S3
#: Standard 0.023 to Standard-IA 0.0125; Azure Blob Hot 0.018 to Cool 0.010; Google Cloud Storage
#: Standard 0.020 to Nearline 0.010.
COOL_SAVING = {"AWS": 0.45, "Azure": 0.44, "GCP": 0.50}
#: Published there too: to Glacier Instant Retrieval 0.004, Azure Cold 0.0045, Coldline 0.004.
ARCHIVE_SAVING = {"AWS": 0.82, "Azure": 0.75, "GCP": 0.80}
#: The same from S3 Standard-IA to Glacier Instant Retrieval.
ARCHIVE_FROM_COOL_SAVING = 0.68
#: Assumed: share of a bucket that can move, times what retrieval and transition fees leave.
TIERING_REALIZED = 0.8 * 0.85

#: Assumed: price of an hour of engineering, USD, fully loaded.
HOURLY_RATE = 150
