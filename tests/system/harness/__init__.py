"""Real processes for the system tests: a private redis-server, the sandbox processor, one or more gateways.

A `World` owns one state folder with one of each. Nothing here sleeps for a fixed time: whatever takes a while is
polled with a deadline.
"""
from .books import expect_agreement, wait_for_retries
from .cases import WithWorld, check_logs, expect_clean_stop
from .cutting_proxy import CuttingProxy
from .exim import Exim
from .http_client import BROWSER, Forms, Line, Reply, ask, get, post, raw
from .load import Load
from .mail_server import MailServer
from .processes import FAULTS, FULL, ROOT, Gateway, Process, free_port, is_fast, program
from .receiver import Receiver
from .redis_client import RedisClient, RedisError
from .settings import CONFIG, OFFERS
from .waiting import PATIENCE, eventually, in_parallel
from .webhooks import API_VERSION, event_of, paid_event, signature
from .world import World
