#pragma once

// Bulk jobs: queued by a request, done when their time has come (contract, section 10). Internal to this folder.

#include "sandbox/body.hpp"

namespace muster::sandbox {

/// Queues a job whose request has been checked and answers with it; 429 when the queue is full.
[[nodiscard]] net::Response start_activity(Call& call, std::string_view kind, std::string body, int status = 201,
                                           std::string source_file_name = "");
void write_activity(json::Writer& writer, const World& world, const Activity& activity);
/// The routes that start jobs on lists, contacts, tags and fields (jobs.cpp), imports and exports.
[[nodiscard]] Routes job_routes();
[[nodiscard]] Routes import_routes();
[[nodiscard]] Routes export_routes();

/// The work of each kind, on a job whose time has come. They set counters and errors; the end state is the
/// caller's.
void run_import(World& world, Account& account, Activity& activity, Instant now);
void run_export(World& world, Account& account, Activity& activity);
void run_job(World& world, Account& account, Activity& activity, Instant now);

void set_counter(Activity& activity, std::string_view name, std::int64_t count);

} // namespace muster::sandbox
