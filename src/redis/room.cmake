quittance_room(redis
  SOURCES address.cpp audit.cpp command.cpp commit_script.cpp condition.cpp connection.cpp database.cpp
          erase_script.cpp fsck.cpp kept_letters.cpp kept_reply.cpp keys.cpp ledger.cpp letter_fsck.cpp listing.cpp notice_fsck.cpp notice_text.cpp outbox.cpp outbox_scripts.cpp packing.cpp parked.cpp pool.cpp queue_scripts.cpp queues.cpp
          refusals.cpp registry.cpp replaced_ledger.cpp reply.cpp score.cpp script.cpp seals.cpp shard_queue.cpp store.cpp stream.cpp
  MAY_USE engine records domain base
  LIBRARIES PkgConfig::hiredis PkgConfig::zstd OpenSSL::SSL OpenSSL::Crypto
  DOOR_LIBRARIES quittance_asio
  ASIO)
# Tests put a tape in the place of the stream, which must be an object of its own for that.
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/redis/stream.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
