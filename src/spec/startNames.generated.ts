// Made by test/oracle/record_start_names.py: do not edit.

/** Names of more than one character that are immortal before a script of 3.13 begins. */
export const START_NAMES: ReadonlySet<string> = new Set(
  ('ABC ABCMeta ABI_THREAD APPDATA ASCII AppleFrameworkLoader ArithmeticError AssertionError AsyncGenerator ' +
    'AsyncIterable AsyncIterator AttributeError Awaitable BOM BOM32_BE BOM32_LE BOM64_BE BOM64_LE BOM_BE BOM_LE ' +
    'BOM_UTF16 BOM_UTF16_BE BOM_UTF16_LE BOM_UTF32 BOM_UTF32_BE BOM_UTF32_LE BOM_UTF8 BYTECODE_SUFFIXES ' +
    'BaseException BaseExceptionGroup BlockingIOError BrokenPipeError Buffer BufferError BufferedIOBase ' +
    'BufferedIncrementalDecoder BufferedIncrementalEncoder BufferedRWPair BufferedRandom BufferedReader ' +
    'BufferedWriter BuiltinImporter ByteString BytesIO BytesWarning CANCELLED CAN_USE_PYREPL CLOCK_MONOTONIC ' +
    'CS_GNU_LIBC_VERSION CS_PATH Callable CallableProxyType ChildProcessError Codec CodecInfo CodecRegistryError ' +
    'Collection ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError Container ' +
    'Coroutine DEBUG_BUILD DEBUG_BYTECODE_SUFFIXES DEFAULT_BUFFER_SIZE DeprecationWarning DirEntry ENABLE_USER_SITE ' +
    'END_CENTRAL_DIR_LOCATOR_SIZE_64 END_CENTRAL_DIR_SIZE END_CENTRAL_DIR_SIZE_64 EOFError EXTENSION_SUFFIXES ' +
    'Ellipsis EllipsisType EncodedFile EncodingWarning EnumKey EnvironmentError Exception ExceptionGroup ' +
    'ExtensionFileLoader FILE_ATTRIBUTE_ARCHIVE FILE_ATTRIBUTE_COMPRESSED FILE_ATTRIBUTE_DEVICE ' +
    'FILE_ATTRIBUTE_DIRECTORY FILE_ATTRIBUTE_ENCRYPTED FILE_ATTRIBUTE_HIDDEN FILE_ATTRIBUTE_INTEGRITY_STREAM ' +
    'FILE_ATTRIBUTE_NORMAL FILE_ATTRIBUTE_NOT_CONTENT_INDEXED FILE_ATTRIBUTE_NO_SCRUB_DATA FILE_ATTRIBUTE_OFFLINE ' +
    'FILE_ATTRIBUTE_READONLY FILE_ATTRIBUTE_REPARSE_POINT FILE_ATTRIBUTE_SPARSE_FILE FILE_ATTRIBUTE_SYSTEM ' +
    'FILE_ATTRIBUTE_TEMPORARY FILE_ATTRIBUTE_VIRTUAL FINISHED F_OK False FileExistsError FileFinder FileIO ' +
    'FileLoader FileNotFoundError FileReader FloatingPointError FrozenImporter FunctionType FutureWarning Generator ' +
    'GeneratorExit GenericAlias GetACP HAVE_FACCESSAT HAVE_FCHDIR HAVE_FCHMOD HAVE_FCHMODAT HAVE_FCHOWN ' +
    'HAVE_FCHOWNAT HAVE_FDOPENDIR HAVE_FEXECVE HAVE_FPATHCONF HAVE_FSTATAT HAVE_FSTATVFS HAVE_FTRUNCATE ' +
    'HAVE_FUTIMENS HAVE_FUTIMES HAVE_FUTIMESAT HAVE_LCHFLAGS HAVE_LCHMOD HAVE_LCHOWN HAVE_LINKAT HAVE_LSTAT ' +
    'HAVE_LUTIMES HAVE_MKDIRAT HAVE_MKFIFOAT HAVE_MKNODAT HAVE_OPENAT HAVE_READLINKAT HAVE_RENAMEAT HAVE_SYMLINKAT ' +
    'HAVE_UNLINKAT HAVE_UTIMENSAT HKEY_CURRENT_USER HKEY_LOCAL_MACHINE HOME Hashable IOBase IOError ImportError ' +
    'ImportWarning IncrementalDecoder IncrementalEncoder IncrementalNewlineDecoder IndentationError IndexError ' +
    'InterruptedError IsADirectoryError ItemsView Iterable Iterator JSONDecodeError KeyError KeyboardInterrupt ' +
    'KeyedRef KeysView LICENSE Lib Library LockType LookupError MAGIC_NUMBER MASK MAX MAXLINES MAX_COMMENT_LEN ' +
    'MAX_UINT32 MISSING MS_WINDOWS Mapping MappingView MemoryError MetadataPathFinder ModuleNotFoundError ' +
    'ModuleSpec MutableMapping MutableSequence MutableSet NSIG NameError NamespaceLoader NamespaceReader None ' +
    'NotADirectoryError NotImplemented NotImplementedError OPTIMIZED_BYTECODE_SUFFIXES OSError O_APPEND O_CLOEXEC ' +
    'O_CREAT O_DIRECTORY O_EXCL O_NOCTTY O_NOFOLLOW O_NONBLOCK O_RDONLY O_RDWR O_TMPFILE O_TRUNC O_WRONLY OpenKey ' +
    'OpenKeyEx OverflowError PATH PENDING PIPE PLATLIBDIR POSIX_SPAWN_CLOSE POSIX_SPAWN_CLOSEFROM POSIX_SPAWN_DUP2 ' +
    'PREFIX PREFIXES PYTHONCASEOK PYTHONPATH PYTHONUSERBASE PYTHON_BASIC_REPL PYTHON_HISTORY P_NOWAIT P_NOWAITO ' +
    'P_WAIT ParamSpec PathFinder PathLike PendingDeprecationWarning PermissionError Popen ProcessLookupError ' +
    'ProxyType Py_Repr Python QueryValue Quitter REGISTRY_KEY REGISTRY_KEY_DEBUG RLock RTLD_GLOBAL RTLD_LAZY ' +
    'RTLD_LOCAL RTLD_NOW RawIOBase Reader RecursionError ReferenceError ReferenceType ResourceWarning Reversible ' +
    'RuntimeError RuntimeWarning SC_IOV_MAX SC_OPEN_MAX SEEK_CUR SEEK_DATA SEEK_END SEEK_HOLE SEEK_SET SEP ' +
    'SF_APPEND SF_ARCHIVED SF_DATALESS SF_FIRMLINK SF_IMMUTABLE SF_NOUNLINK SF_RESTRICTED SF_SETTABLE SF_SNAPSHOT ' +
    'SIGABRT SIGCHLD SIGCLD SIGCONT SIGILL SIGINT SIGKILL SIGPIPE SIGRTMAX SIGRTMIN SIGSEGV SIGSTOP SIGTERM ' +
    'SIGWINCH SIGXFSZ SIG_BLOCK SIG_DFL SIG_IGN SIG_SETMASK SIG_UNBLOCK SOURCE_SUFFIXES STRING_END_ARCHIVE ' +
    'STRING_END_LOCATOR_64 STRING_END_ZIP_64 ST_ATIME ST_CTIME ST_DEV ST_GID ST_INO ST_MODE ST_MTIME ST_NLINK ' +
    'ST_SIZE ST_UID S_ENFMT S_IEXEC S_IFBLK S_IFCHR S_IFDIR S_IFDOOR S_IFIFO S_IFLNK S_IFMT S_IFPORT S_IFREG ' +
    'S_IFSOCK S_IFWHT S_IMODE S_IREAD S_IRGRP S_IROTH S_IRUSR S_IRWXG S_IRWXO S_IRWXU S_ISBLK S_ISCHR S_ISDIR ' +
    'S_ISDOOR S_ISFIFO S_ISGID S_ISLNK S_ISPORT S_ISREG S_ISSOCK S_ISUID S_ISVTX S_ISWHT S_IWGRP S_IWOTH S_IWRITE ' +
    'S_IWUSR S_IXGRP S_IXOTH S_IXUSR Sequence Set Sized SourceFileLoader SourceLoader SourcelessFileLoader ' +
    'StopAsyncIteration StopIteration StreamReader StreamReaderWriter StreamRecoder StreamWriter StringIO ' +
    'SyntaxError SyntaxWarning SystemError SystemExit TIMEOUT_MAX TMP_MAX TabError TextIOBase TextIOWrapper ' +
    'TimeoutError True TypeError UF_APPEND UF_COMPRESSED UF_DATAVAULT UF_HIDDEN UF_IMMUTABLE UF_NODUMP UF_NOUNLINK ' +
    'UF_OPAQUE UF_SETTABLE UF_TRACKED USER_BASE USER_SITE UnboundLocalError UnicodeDecodeError UnicodeEncodeError ' +
    'UnicodeError UnicodeTranslateError UnicodeWarning UnsupportedOperation UserWarning VPATH ValueError ValuesView ' +
    'WIFSTOPPED WITH_NEXT_FRAMEWORK WNOHANG W_OK Warning WarningMessage WindowsRegistryFinder Writer X_OK ' +
    'ZIP64_EXTRA_TAG ZeroDivisionError ZipImportError ZipReader _AddedDllDirectory _BlockingOnManager ' +
    '_BufferedIOBase _CASE_INSENSITIVE_PLATFORMS _CASE_INSENSITIVE_PLATFORMS_BYTES_KEY ' +
    '_CASE_INSENSITIVE_PLATFORMS_STR_KEY _CallableGenericAlias _ConcatenateGenericAlias _DeadlockError ' +
    '_DeprecateByteStringMeta _DummyModuleLock _ERR_MSG _ERR_MSG_PREFIX _Environ _ExceptHookArgs _Helper _IOBase ' +
    '_ImportLockContext _IncompleteInputError _KeyedRef _List _LoaderBasics _MS_WINDOWS _ModuleLock ' +
    '_ModuleLockManager _MutableMapping__marker _NEEDS_LOADING _NamespaceLoader _NamespacePath _OPT _ORIGIN ' +
    '_POPULATE _PYCACHE _Printer _Printer__data _Printer__filenames _Printer__lines _Printer__name _Printer__setup ' +
    '_RAW_MAGIC_NUMBER _RawIOBase _SEP _STRUCT_TM_ITEMS _TextIOBase _ThreadHandle _WeakValueDictionary ' +
    '_WindowsConsoleIO __IOBase_closed __PYVENV_LAUNCHER__ __abc_tpflags__ __abs__ __abstractmethods__ __add__ ' +
    '__aenter__ __aexit__ __aiter__ __all__ __and__ __anext__ __annotations__ __args__ __author__ __await__ ' +
    '__bases__ __bool__ __buffer__ __build_class__ __builtins__ __bytes__ __cached__ __call__ __cantrace__ ' +
    '__class__ __class_getitem__ __classcell__ __classdict__ __classdictcell__ __code__ __complex__ __contains__ ' +
    '__copy__ __ctypes_from_outparam__ __data __debug__ __del__ __delattr__ __delete__ __delitem__ __dict__ ' +
    '__dictoffset__ __dir__ __displayhook__ __divmod__ __doc__ __enter__ __eq__ __excepthook__ __exit__ __file__ ' +
    '__filenames __firstlineno__ __float__ __floordiv__ __format__ __fspath__ __ge__ __get__ __getattr__ ' +
    '__getattribute__ __getinitargs__ __getitem__ __getnewargs__ __getnewargs_ex__ __getstate__ __gt__ __hash__ ' +
    '__iadd__ __iand__ __ifloordiv__ __ilshift__ __imatmul__ __imod__ __import__ __imul__ __index__ __init__ ' +
    '__init_subclass__ __instancecheck__ __int__ __interactivehook__ __invert__ __ior__ __ipow__ __irshift__ ' +
    '__isabstractmethod__ __isub__ __iter__ __itruediv__ __ixor__ __le__ __len__ __length_hint__ __linecnt __lines ' +
    '__lltrace__ __loader__ __lshift__ __lt__ __main__ __match_args__ __matmul__ __missing__ __mod__ __module__ ' +
    '__mro__ __mro_entries__ __mul__ __name __name__ __ne__ __neg__ __new__ __newobj__ __newobj_ex__ __next__ ' +
    '__notes__ __or__ __orig_class__ __origin__ __origname__ __package__ __parameters__ __path__ __pos__ __pow__ ' +
    '__prepare__ __pycache__ __qualname__ __radd__ __rand__ __rdivmod__ __reduce__ __reduce_ex__ __release_buffer__ ' +
    '__repr__ __reversed__ __rfloordiv__ __rlshift__ __rmatmul__ __rmod__ __rmul__ __ror__ __round__ __rpow__ ' +
    '__rrshift__ __rshift__ __rsub__ __rtruediv__ __rxor__ __set__ __set_name__ __setattr__ __setitem__ ' +
    '__setstate__ __setup __sizeof__ __slotnames__ __slots__ __spec__ __static_attributes__ __stderr__ __str__ ' +
    '__sub__ __subclasscheck__ __subclasshook__ __truediv__ __trunc__ __type_params__ ' +
    '__typing_is_unpacked_typevartuple__ __typing_prepare_subst__ __typing_subst__ __typing_unpacked_tuple_args__ ' +
    '__warningregistry__ __weaklistoffset__ __weakref__ __xor__ _abc _abc_cache _abc_caches_clear _abc_impl ' +
    '_abc_init _abc_instancecheck _abc_negative_cache _abc_negative_cache_version _abc_register _abc_registry ' +
    '_abc_registry_clear _abc_subclasscheck _abstract_ _active _add _add_dll_directory _ag _alias_mbcs _aliases ' +
    '_align_ _annotation _anonymous_ _argtypes_ _as_parameter_ _asyncio_future_blocking _base_executable ' +
    '_bless_my_loader _blksize _blocking_on _bootstrap _bootstrap_external _bootstrap_module _buffer_decode ' +
    '_buffer_encode _builtin_from_name _cache _cache_bytecode _cached _calc___package__ _calc_mode ' +
    '_call_with_frames_removed _check_arg_types _check_bytes _check_methods _check_name _check_name_wrapper ' +
    '_check_retval_ _classify_pyc _code_to_hash_pyc _code_to_timestamp_pyc _code_type _codecs _collections_abc ' +
    '_commit_removals _compile_bytecode _compile_source _cookie _coro _createenviron _data _dealloc_warn ' +
    '_defaultaction _deprecated _dump_registry _empty_charbuffer _epoch _eq_mtime _error _exec _execvpe _exists ' +
    '_exit _f _false _feature_version _field_types _fields_ _filemode_table _fill_cache _finalizing _find_and_load ' +
    '_find_and_load_unlocked _find_parent_path_names _find_spec _fix_co_filename _fix_up_module _flags_ _framework ' +
    '_from_iterable _frozen_importlib _frozen_importlib_external _fscodec _fspath _fwalk _fwalk_close _fwalk_walk ' +
    '_fwalk_yield _gcd_import _get_cached _get_cpu_count_config _get_data _get_decompress_func _get_dump ' +
    '_get_exports_list _get_files _get_framelocalsproxy _get_implementation _get_module_code _get_module_info ' +
    '_get_module_lock _get_module_path _get_mtime_and_size_of_source _get_parent_path _get_path _get_pyc_source ' +
    '_get_sep _get_sourcefile _get_spec _get_supported_file_loaders _getframe _getuserbase _git _globals ' +
    '_handle_fromlist _has_deadlocked _hash _have_functions _home _imp _imp_module _import_tail _importing_zlib ' +
    '_init_module_attrs _init_pathinfo _initializing _install _install_external_importers _io _is_dir ' +
    '_is_param_expr _is_text_encoding _iterating _last_epoch _last_parent_path _length_ _limbo _load ' +
    '_load_backward_compatible _load_module_shim _load_unlocked _loaders _local _lock _lock_unlock_module _loop ' +
    '_make_relax_case _mapping _mode _module_locks _module_repr _module_repr_from_spec _module_type _multiarch ' +
    '_name _names _needs_com_addref_ _new_module _normalize_line_endings _object_name _onceregistry _only_immortal ' +
    '_open_registry _optimize _os _pack_ _pack_uint32 _parse_dostime _path _path_abspath _path_cache _path_finder ' +
    '_path_hooks _path_importer_cache _path_is_mode_type _path_isabs _path_isdir _path_isfile _path_join ' +
    '_path_mtime _path_normpath _path_split _path_splitroot _path_splitroot_ex _path_stat _pathseps_with_colon ' +
    '_pending_removals _proc _py_abc _pyrepl _read_directory _recalculate _register_code _relax_case ' +
    '_relaxed_path_cache _remove_dead_weakref _remove_dll_directory _requires_builtin _requires_builtin_wrapper ' +
    '_requires_frozen _requires_frozen_wrapper _reset_caches _reset_registry _resolve_filename _resolve_name ' +
    '_restype_ _sanity_check _script _search_registry _set _set_bootstrap_module _set_fileattr _setup _showwarnmsg ' +
    '_shutdown _sitebuiltins _slotnames _spawnvef _spec_from_module _splitext _stat _stdlib_dir _stream _strptime ' +
    '_strptime_datetime _swappedbytes_ _thread _trace _type_ _type_repr _uninitialized_submodules _unknown ' +
    '_unmarshal_code _unpack_uint16 _unpack_uint32 _unpack_uint64 _validate_hash_pyc _validate_timestamp_pyc ' +
    '_varprog _varprogb _verbose_message _walk_symlinks_as_files _warn_unawaited_coroutine _warnings _weakref ' +
    '_winapi _wrap _wrap_close _write_atomic _xoptions _zip_directory_cache _zip_searchorder abc abi_thread ' +
    'abiflags abs abs_paths abs_tol abspath abstractclassmethod abstractmethod abstractproperty abstracts ' +
    'abstractstaticmethod access aclose acquire acquire_lock action add add_dll_directory add_done_callback ' +
    'addpackage addsitedir addsitepackages addusersitepackages after_in_child after_in_parent aggregate_class alias ' +
    'aliased_encoding aliases all allocate_lock allow_code almost_filename alt_path_sep altsep altsepIndex altzone ' +
    'always ansi ansi_code_page ansi_x3_4_1968 any append arabic arc_offset archive arg argdefs argrest args ' +
    'arguments argv as_integer_ratio ascii asend asmo_708 ast async_generator atexit athrow attribute audit ' +
    'authorizer_callback autocommit backend backslashreplace backslashreplace_errors backtick base base64 ' +
    'base64_codec base_64 base_exec_prefix base_filename base_path base_prefix basename bases before big big5 ' +
    'big5_hkscs big5_tw big5hkscs binary_form bit bits block blocked_on blocking_on bool bound buffer ' +
    'buffer_callback buffer_size buffering buffers bufsize builtin_module builtin_module_names builtin_name ' +
    'builtins bundle_path bytearray bytearray_iterator bytebuffer bytecode bytecode_path byteorder bytes bytes_data ' +
    'bytes_iterator bytes_per_sep bytes_warning bytesdecoded bytesencoded bz2 bz2_codec c_call c_exception c_return ' +
    'cache cache_from_source cache_module cache_path cache_tag cached cached_datetime_module cached_statements ' +
    'cadata cafile call call_exception_handler call_soon callable callback cancel candidate candidate_blocking_on ' +
    'candidate_conf candidate_ids capath casefold catch_warnings category cb cb_type cdir ' +
    'central_directory_position central_directory_size certfile chain char charbuffer charbuffertype chars chdir ' +
    'check_enableusersite check_hash_based_pycs check_same_thread check_source check_str checkcache checked chflags ' +
    'child chinese chmod chown classmethod clear clearcache close closed closefd closure cls cmd co_argcount ' +
    'co_cellvars co_code co_consts co_exceptiontable co_filename co_firstlineno co_flags co_freevars ' +
    'co_kwonlyargcount co_linetable co_name co_names co_nlocals co_posonlyargcount co_qualname co_stacksize ' +
    'co_varnames code code_object codecaliases codecs col_offset command comment_factory comment_size common ' +
    'commonpath commonprefix comp compile compile_mode complex compress comps conf_basename conffile config consts ' +
    'consumed cont contents context contravariant cookie copy copyreg copyright coro coroutine count covariant ' +
    'cp037 cp1026 cp1051 cp1125 cp1140 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp1361 cp154 ' +
    'cp273 cp367 cp424 cp437 cp437_table cp500 cp65001 cp775 cp819 cp850 cp852 cp855 cp857 cp858 cp860 cp861 cp862 ' +
    'cp863 cp864 cp865 cp866 cp866u cp869 cp932 cp936 cp949 cp950 cp_gr cp_is cpathname cpu_count crc ' +
    'create_builtin create_dynamic create_module credits csHPRoman8 csascii csbig5 csibm037 csibm1026 csibm273 ' +
    'csibm424 csibm500 csibm855 csibm857 csibm858 csibm860 csibm861 csibm863 csibm864 csibm865 csibm866 csibm869 ' +
    'csiso2022jp csiso2022kr csiso58gb231280 csisolatin1 csisolatin2 csisolatin3 csisolatin4 csisolatin5 ' +
    'csisolatin6 csisolatinarabic csisolatincyrillic csisolatingreek csisolatinhebrew cskoi8r cspc775baltic ' +
    'cspc850multilingual cspc862latinhebrew cspc8codepage437 cspcp852 csptcp154 csshiftjis curdir cut_off cwd ' +
    'cygwin cyrillic cyrillic_asian darwin data data_encoding data_info data_size database datapath date day ' +
    'daylight dbcs debug_override decode decode_source decodedbytes decodekey decoder decodevalue decoding_map ' +
    'decompress dedent default defaultaction defpath delete depth desired_access detect_encoding detect_types ' +
    'deterministic dev_mode device devnull dict dict_itemiterator dict_items dict_keyiterator dict_keys ' +
    'dict_valueiterator dict_values dictcomp difference_update digest digest_size digestmod dir dir_fd dircase ' +
    'dirfd dirname dirpath dirs discard dispatch_table displayhook dklen dll doc dont_inherit dont_write_bytecode ' +
    'dot dotIndex dot_count dotdot dst dst_dir_fd dumps eager_start ebcdic_cp_be ebcdic_cp_ca ebcdic_cp_ch ' +
    'ebcdic_cp_he ebcdic_cp_nl ebcdic_cp_us ebcdic_cp_wt ecma_114 ecma_118 edges editline effective_ids elem ' +
    'element_factory elot_928 empty emscripten enablerlcompleter encode encodedkey encodekey encoder encodevalue ' +
    'encoding encodings end end_col_offset end_lineno end_offset endpos endswith entries entry entrypoint enumerate ' +
    'env env_base environ environb eof err error errors euc_cn euc_jis2004 euc_jis_2004 euc_jisx0213 euc_jp euc_kr ' +
    'euccn eucgb2312_cn eucjis2004 eucjisx0213 eucjp euckr event eventmask ex exc exc_details exc_info ' +
    'exc_traceback exc_type exc_value excepthook exception exe exe_dir exec exec_builtin exec_dynamic exec_func ' +
    'exec_module exec_prefix execl execle execlp execlpe execsitecustomize execusercustomize executable execv ' +
    'execve execvp execvpe exist_ok existing_file_name exists exit exp expanduser expandvars extend extension ' +
    'extension_loaders extension_suffixes extra_data extra_data_len extra_size extra_tokens extsep f1 f2 f_locals ' +
    'facility factory false family fanout faulthandler fd fd2 fdel fdopen fget file file_actions file_encoding ' +
    'file_info file_name file_offset file_size filemode filename filenameIndex filename_base filenames fileno ' +
    'filepath files fillvalue filter filters final find find_class find_distributions find_frozen find_spec finder ' +
    'firstline fix_imports flags float float_info flush fn fold follow_symlinks followlinks fork format ' +
    'format_exception formatted_items found_in_pycache_prefix fp fp1 fp2 framelocalsproxy framework_binary ' +
    'from_bytes from_name from_param fromlist fromtimestamp fromutc frozen frozenset fsdecode fsencode fset fspath ' +
    'fstat fstatvfs full_path fullname fullpath func funcname funcobj future fwalk fxn gb18030 gb18030_2000 gb2312 ' +
    'gb2312_1980 gb2312_80 gbk generation generator genericpath genexpr get get_cache_token get_code ' +
    'get_current_history_length get_data get_debug get_event_loop get_exec_path get_filename get_frozen_object ' +
    'get_ident get_lines get_loop get_resource_reader get_source getaliases getatime getattr getctime getcwd ' +
    'getcwdb getdecoder getegid getencoder getencoding getenv getenvb geteuid getfilesystemencodeerrors ' +
    'getfilesystemencoding getgid gethistoryfile getincrementaldecoder getincrementalencoder getline getlines ' +
    'getmtime getpwnam getpwuid getreader getregentry getsitepackages getsize getstate getuid getuserbase ' +
    'getusersitepackages getwriter gid globals globals_ greek greek8 group groupindex groups handle handle_seq ' +
    'has_deadlock has_location hasattr hasbytes hash hash_based hash_info hash_name hasstr head header ' +
    'header_position header_size headers hebrew help here hex hex_codec hi history hkey hkscs home hook hour ' +
    'hp_roman8 hx hz hz_gb hz_gb_2312 hzgb ibm037 ibm039 ibm1026 ibm1051 ibm1125 ibm1140 ibm273 ibm367 ibm424 ' +
    'ibm437 ibm500 ibm775 ibm819 ibm850 ibm852 ibm855 ibm857 ibm858 ibm860 ibm861 ibm862 ibm863 ibm864 ibm865 ' +
    'ibm866 ibm869 id ident identity_hint ignore ignore_environment ignore_errors imag implementation ' +
    'implementation_lower import_ import_error importlib in_fd incoming incrementaldecoder incrementalencoder index ' +
    'indexgroup inf infer_variance info inherit_handle inheritable init_filename initial initial_bytes ' +
    'initial_owner initial_slashes initial_state initial_value initval inner_size input insert insert_comments ' +
    'insert_pis inspect install_signal_handlers instance instructions int interactive intern intersection interval ' +
    'invalidate_caches io ios is_builtin is_dir is_frozen is_frozen_package is_junction is_namespace is_package ' +
    'is_reload is_running is_symlink isabs isalnum isascii isatty isbytecode isbytes isdevdrive isdir isdisjoint ' +
    'isfile isinstance isjunction islink ismount iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 ' +
    'iso2022_jp_ext iso2022_kr iso2022jp iso2022jp_1 iso2022jp_2 iso2022jp_2004 iso2022jp_3 iso2022jp_ext iso2022kr ' +
    'iso646_us iso8859 iso8859_1 iso8859_10 iso8859_11 iso8859_13 iso8859_14 iso8859_15 iso8859_16 iso8859_2 ' +
    'iso8859_3 iso8859_4 iso8859_5 iso8859_6 iso8859_7 iso8859_8 iso8859_9 iso_2022_jp iso_2022_jp_1 iso_2022_jp_2 ' +
    'iso_2022_jp_2004 iso_2022_jp_3 iso_2022_jp_ext iso_2022_kr iso_8859_1 iso_8859_10 iso_8859_10_1992 iso_8859_11 ' +
    'iso_8859_11_2001 iso_8859_13 iso_8859_14 iso_8859_14_1998 iso_8859_15 iso_8859_16 iso_8859_16_2001 ' +
    'iso_8859_1_1987 iso_8859_2 iso_8859_2_1987 iso_8859_3 iso_8859_3_1988 iso_8859_4 iso_8859_4_1988 iso_8859_5 ' +
    'iso_8859_5_1988 iso_8859_6 iso_8859_6_1987 iso_8859_7 iso_8859_7_1987 iso_8859_8 iso_8859_8_1988 iso_8859_9 ' +
    'iso_8859_9_1989 iso_celtic iso_ir_100 iso_ir_101 iso_ir_109 iso_ir_110 iso_ir_126 iso_ir_127 iso_ir_138 ' +
    'iso_ir_144 iso_ir_148 iso_ir_157 iso_ir_166 iso_ir_199 iso_ir_226 iso_ir_58 iso_ir_6 isoformat isolated ' +
    'isolation_level ispackage ispkg isroot istext it item itemcase items iter iterable iterations iterator ' +
    'iterdecode iterencode jisx0213 johab join joinpath joinuser jump keepends key keyfile keys kind klass ' +
    'known_paths koi8_r korean ks_c_5601 ks_c_5601_1987 ks_x_1001 ksc5601 ksx1001 kw kw1 kw2 kwargs kwdefaults kwds ' +
    'kz1048 kz_1048 l1 l10 l2 l3 l4 l5 l6 l7 l8 l9 label lambda last last_exc last_node last_traceback last_type ' +
    'last_value latin latin1 latin10 latin2 latin3 latin4 latin5 latin6 latin7 latin8 latin9 latin_1 lazycache ' +
    'lchown leaf_size len length level lexists lib libdir libdirs library license limit line line0withend ' +
    'line0withoutend line_buffering linebuffer lineno lines linesep link list list_iterator list_reverseiterator ' +
    'listcomp listdir little lo load_module loader loader_class loader_details loader_module loader_state loaders ' +
    'loads locale locals location lock logoption longrange_iterator lookup lookup_error loop lower ' +
    'lower_suffix_contents lstat lstrip mac_centeuro mac_cyrillic mac_greek mac_iceland mac_latin2 mac_roman ' +
    'mac_turkish maccentraleurope maccyrillic macgreek maciceland macintosh maclatin2 macroman macturkish magic ' +
    'main make_encoding_map make_identity_dict makedirs makepath manual_reset map mapping mappingproxy marshal ' +
    'match max max_comment_plus_dirs_size max_comment_start max_length maxdigits maxevents maxlen maxmem maxsize ' +
    'maxsplit maxvalue mbcs mcls me memLevel memlimit memoryview message meta_path metaclass metadata method ' +
    'methods mi microsecond milliseconds min minute missing mkdir mkfifo mknod mktime mod mode modname modnames ' +
    'modpath module module_from_spec module_globals module_info module_type modules monitoring month mro ms1361 ' +
    'ms932 ms936 ms949 ms950 ms_kanji msg mskanji mtime mutex mycmp n_arg n_fields n_sequence_fields ' +
    'n_unnamed_fields name name_from name_size namereplace namereplace_errors names namespace namespace_path ' +
    'namespace_separator namespaces narg ndigits nested never new new_args new_comps new_file_name new_limit ' +
    'new_name new_path new_root newchars newdata newline newline_decoder newlines newpath next nlocals no_site ' +
    'no_user_site node_depth node_offset nondirs norm_encoding normalize_encoding normcase normpath ns nstype nt ' +
    'ntpath null num_entries num_extra_values number ob obj object offset offset_dst offset_src old on_type_read ' +
    'onceregistry onerror only_keys oparg opcode open open_code opener operation opt_level optimization optimize ' +
    'options order orig_argv orig_path orig_st origin origname os os_name other out_fd outgoing output overlapped ' +
    'override owner package pages pardir parent parent_module parent_module_name parent_path parent_spec ' +
    'parse_and_bind part partition password path path_attr_name path_finder path_hook path_hook_for_FileFinder ' +
    'path_hooks path_importer_cache path_list path_listb path_mtime path_parts path_repr path_sep path_sep_tuple ' +
    'path_separators path_stats path_tail path_tmp path_type pathconf pathname paths pathsep pattern peek perm ' +
    'persistent_id persistent_load person pi_factory pid pkgdir platform platlibdir policy pop popen popitem ' +
    'portions pos pos1 pos2 pos64 posix posixpath prefix prefixes print print_file_and_line priority proc ' +
    'process_cpu_count progress progress_handler progress_routine prompt property proto protocol ps1 ps2 pt154 ' +
    'ptcp154 pth pth_content punct putenv pw_dir pwd pwent py pycache pycache_filename pycache_prefix pydoc python ' +
    'query quiet quit quopri quopri_codec quoted_printable quotedprintable quotetabs r8 range range_iterator raw ' +
    'raw_data re read read1 read_history_file read_init_file readable readall reader readinto readinto1 readline ' +
    'readline_module readlines readlink readonly readsize real realpath record recursive reducer_override ref ' +
    'register register_error register_readline registry registry_key rel_list rel_tol release release_lock relfile ' +
    'reload relpath remove remove_dll_directory removedirs removeduppaths removeprefix rename renames repl replace ' +
    'replace_errors repr reserved reset resetids rest result return returncode reverse reversed rfind rindex rk1048 ' +
    'rlcompleter rmdir rng roman8 root rot13 rot_13 rpartition rsplit rstrip run_module ruscii s1 s2 s_jis ' +
    's_jis_2004 s_jisx0213 safe_path salt samefile sameopenfile samestat saved_exc scandir scandir_it ' +
    'sched_getaffinity sched_priority scheduler scls search search_function second security_attributes seek ' +
    'seekable seen seen_ids selectors self self_module self_weakref send sep sepIndex sequence server_hostname ' +
    'server_side session set set_data set_iterator setattr setcomp setcopyright setdefault sethelper setpgroup ' +
    'setquit setsid setsigdef setsigmask setstate setter shape shell shift_jis shift_jis_2004 shift_jisx0213 ' +
    'shiftjis shiftjis2004 shiftjisx0213 show_cmd signed simplefilter site site_prefix sitecustomize sitedir ' +
    'sitedircase sitepackages size sizehint sjis sjis_2004 sjisx0213 skip_file_prefixes sleep slice smsl sock sort ' +
    'sorted source source_bytes source_bytes_readline source_from_cache source_hash source_mtime source_path ' +
    'source_size source_to_code source_traceback spam span spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp ' +
    'spawnvpe spec spec_from_file_location spec_from_loader spec_loader split split_paths splitdrive splitext ' +
    'splitlines splitroot sr src src_dir_fd srw st st_atime st_ctime st_dev st_file_attributes st_flags st_ino ' +
    'st_mode st_mtime st_size stack stacklevel start start_list start_offset start_tail startswith stat stat_info ' +
    'stat_result state statement staticmethod status statvfs stderr stdin stdlib_dir stdlib_module_names stdout ' +
    'step steps stop store_name str str_iterator strategy stream streamreader streamwriter strftime strict ' +
    'strict_errors strict_mode string strip stripped_path strk1048_2002 struct struct_time sts sub_key subclass ' +
    'submodule_search_locations subprocess suffix suffixes sum super supported_loaders supports_bytes_environ ' +
    'supports_dir_fd supports_effective_ids supports_fd supports_follow_symlinks supports_unicode_filenames ' +
    'surrogateescape surrogatepass symlink symmetric_difference_update sys sys_module sys_version system_site t1 t2 ' +
    't_args t_result table tabsize tag tail tail_module tail_name target target_id target_is_directory task tb ' +
    'tb_frame tb_lasti tb_lineno tb_next tell template term terminal_size test text text_encoding textwrap thai ' +
    'thread_id threading throw tid tilde time timeout times timetuple timezone tis620 tis_620 tis_620_0 ' +
    'tis_620_2529_0 tis_620_2529_1 to_bytes toc_entry tokenize top topdown topfd topname toppath trace_callback ' +
    'traceback tracemalloc trailers translate true truncate tuple tuple_iterator tvos twice txt typ type ' +
    'type_params typing tz tzinfo tzname u16 u32 u7 u8 u_jis uhc uid ujis uname_result uncompressed_size ' +
    'unicode_1_1_utf_7 unicodebigunmarked unicodelittleunmarked unix_console unknown unlink unpack_from ' +
    'unraisablehook unsetenv update update_abstractmethods updatecache upper uri us us_ascii use_environment ' +
    'use_frozen_modules usedforsecurity user_base user_site userbase usercustomize userhome utf utf16 utf32 utf7 ' +
    'utf8 utf8_ucs2 utf8_ucs4 utf_16 utf_16_be utf_16_le utf_16be utf_16le utf_32 utf_32_be utf_32_le utf_32be ' +
    'utf_32le utf_7 utf_8 utf_8_decode utf_8_encode utime uu uu_codec val value values vars venv ver ver_nodot ' +
    'verbose verbosity version version_info virtual_conf volume vxworks wait wait_all waiters waitpid ' +
    'waitstatus_to_exitcode wakeup walk walk_dirs walk_into warn warn_default_encoding warn_on_full_buffer warnings ' +
    'warnoptions wasi watchos wb wbits week weekday whence where which who why win win32 windows_1250 windows_1251 ' +
    'windows_1252 windows_1253 windows_1254 windows_1255 windows_1256 windows_1257 windows_1258 windows_31j winreg ' +
    'winver with_traceback withdata wpid wr writable write write_history write_history_file write_through ' +
    'writelines writer x_mac_japanese x_mac_korean x_mac_simp_chinese x_mac_trad_chinese xmlcharrefreplace ' +
    'xmlcharrefreplace_errors xoptions year zdict zip zip_iterator zipimporter zlib zlib_codec').split(' '),
);
